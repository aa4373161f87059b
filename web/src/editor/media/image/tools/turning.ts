import { turnTowards } from "../geometry";
import type { Shape } from "../shape-index";
import type { Hand, Press, ToolState } from "./tool";

/** The shape turns about its centre towards the pointer; with Shift in steps of 15 degrees. */
export function turning(hand: Hand, shape: Shape): ToolState {
  const { surface } = hand;
  const boxAt = (press: Press) => turnTowards(shape.box, press.picture, press.constrains ? 15 : null);
  return {
    move: (press) => surface.setDraft({ ...shape, box: boxAt(press) }),
    up: (press) => {
      surface.setDraft(null);
      hand.change(shape.key, boxAt(press), "Turn");
    },
    cancel: () => surface.setDraft(null),
  };
}
