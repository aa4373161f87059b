import { moveOutline } from "../outline";
import type { Shape } from "../shape-index";
import { type Hand, isDrag, type Press, type ToolState } from "./tool";

/** A shape follows the pointer and stops at the edge of the picture. A press without a drag is a click. */
export function moving(hand: Hand, from: Press, shape: Shape, onClick: () => void): ToolState {
  const { surface } = hand;
  let drags = false;
  const outlineAt = ({ picture }: Press) => {
    const by = { x: picture.x - from.picture.x, y: picture.y - from.picture.y };
    return moveOutline(shape.outline, by, surface.pictureSize);
  };
  return {
    move: (press) => {
      drags ||= isDrag(from, press);
      if (drags) surface.setDraft({ ...shape, outline: outlineAt(press) });
    },
    up: (press) => {
      surface.setDraft(null);
      if (drags) hand.change(shape.key, outlineAt(press), "Move");
      else onClick();
    },
    cancel: () => surface.setDraft(null),
  };
}
