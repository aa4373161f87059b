import { type Box, turnTowards } from "../geometry";
import type { Shape } from "../shape-index";
import { type Hand, isDrag, type Press, type ToolState } from "./tool";

/** The shape turns about its centre towards the pointer; with Shift in steps of 15 degrees. */
export function turning(hand: Hand, from: Press, shape: Shape, box: Box): ToolState {
  const { surface } = hand;
  let drags = false;
  const boxAt = (press: Press) => turnTowards(box, press.picture, press.constrains ? 15 : null);
  return {
    move: (press) => {
      drags ||= isDrag(from, press);
      if (drags) surface.setDraft({ ...shape, outline: boxAt(press) });
    },
    up: (press) => {
      surface.setDraft(null);
      if (drags) hand.change(shape.key, boxAt(press), "Turn");
    },
    cancel: () => surface.setDraft(null),
  };
}
