import { type Box, clampPoint, type Handle, resize } from "../geometry";
import type { Shape } from "../shape-index";
import { type Hand, isDrag, type Press, type ToolState } from "./tool";

/** One handle follows the pointer, the opposite edge stays. A press without a drag is a click. */
export function resizing(hand: Hand, from: Press, shape: Shape, handle: Handle, onClick: () => void): ToolState {
  const { surface } = hand;
  let drags = false;
  const boxAt = (press: Press): Box => resize(shape.box, handle, clampPoint(press.picture, surface.pictureSize));
  return {
    move: (press) => {
      drags ||= isDrag(from, press);
      if (drags) surface.setDraft({ ...shape, box: boxAt(press) });
    },
    up: (press) => {
      surface.setDraft(null);
      const box = boxAt(press);
      if (!drags) onClick();
      else if (box.width >= 1 && box.height >= 1) hand.change(shape.key, box, "Resize");
    },
    cancel: () => surface.setDraft(null),
  };
}
