import { boxBetween, clampPoint } from "../geometry";
import { type Hand, isDrag, type Press, type ToolState } from "./tool";

/** A box grows between where the pointer went down and where it is. A press without a drag is a click. */
export function drawing(hand: Hand, from: Press, onClick: () => void): ToolState {
  const { surface } = hand;
  const size = surface.pictureSize;
  const start = clampPoint(from.picture, size);
  let drags = false;
  const boxTo = (press: Press) => boxBetween(start, clampPoint(press.picture, size));
  return {
    move: (press) => {
      drags ||= isDrag(from, press);
      if (drags) surface.setDraft(hand.newShape(boxTo(press)));
    },
    up: (press) => {
      surface.setDraft(null);
      const box = boxTo(press);
      if (!drags) onClick();
      else if (box.width >= 1 && box.height >= 1) hand.add(box);
    },
    cancel: () => surface.setDraft(null),
  };
}
