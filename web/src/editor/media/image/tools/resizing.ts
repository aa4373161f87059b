import { type Box, clampPoint, type Handle, resize } from "../geometry";
import type { Shape } from "../shape-index";
import { type Hand, isDrag, type Press, type ToolState } from "./tool";

interface Grip {
  readonly shape: Shape;
  readonly box: Box;
  readonly handle: Handle;
}

/** One handle follows the pointer, the opposite edge stays. A press without a drag is a click. */
export function resizing(hand: Hand, from: Press, { shape, box, handle }: Grip, onClick: () => void): ToolState {
  const { surface } = hand;
  let drags = false;
  const boxAt = (press: Press): Box => resize(box, handle, clampPoint(press.picture, surface.pictureSize));
  return {
    move: (press) => {
      drags ||= isDrag(from, press);
      if (drags) surface.setDraft({ ...shape, outline: boxAt(press) });
    },
    up: (press) => {
      surface.setDraft(null);
      const now = boxAt(press);
      if (!drags) onClick();
      else if (now.width >= 1 && now.height >= 1) hand.change(shape.key, now, "Resize");
    },
    cancel: () => surface.setDraft(null),
  };
}
