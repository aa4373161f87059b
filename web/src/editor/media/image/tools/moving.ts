import { move } from "../geometry";
import type { Shape } from "../shape-index";
import { type Hand, isDrag, type Press, type ToolState } from "./tool";

/** A shape follows the pointer and stops at the edge of the picture. A press without a drag is a click. */
export function moving(hand: Hand, from: Press, shape: Shape, onClick: () => void): ToolState {
  const { surface } = hand;
  let drags = false;
  const boxAt = (press: Press) =>
    move(shape.box, { x: press.picture.x - from.picture.x, y: press.picture.y - from.picture.y }, surface.pictureSize);
  return {
    move: (press) => {
      drags ||= isDrag(from, press);
      if (drags) surface.setDraft({ ...shape, box: boxAt(press) });
    },
    up: (press) => {
      surface.setDraft(null);
      if (drags) hand.change(shape.key, boxAt(press), "Move");
      else onClick();
    },
    cancel: () => surface.setDraft(null),
  };
}
