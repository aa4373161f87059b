import { type Box, clampPoint, type Handle, resize } from "../geometry";
import type { Shape } from "../shape-index";
import type { Hand, Press, ToolState } from "./tool";

/** One handle follows the pointer, the opposite edge stays. */
export function resizing(hand: Hand, shape: Shape, handle: Handle): ToolState {
  const { surface } = hand;
  const boxAt = (press: Press): Box => resize(shape.box, handle, clampPoint(press.picture, surface.pictureSize));
  return {
    move: (press) => surface.setDraft({ ...shape, box: boxAt(press) }),
    up: (press) => {
      surface.setDraft(null);
      const box = boxAt(press);
      if (box.width >= 1 && box.height >= 1) hand.change(shape.key, box, "Resize");
    },
    cancel: () => surface.setDraft(null),
  };
}
