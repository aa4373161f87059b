import { isDrag, type Press, type SoundHand, type ToolState } from "./tool";

/** The wave form follows the pointer. A press without a drag is a click. */
export function panning({ surface }: SoundHand, from: Press, onClick: () => void): ToolState {
  let last = from;
  let drags = false;
  surface.setCursor("grabbing");
  const end = (): void => surface.setCursor("");
  return {
    move: (press) => {
      drags ||= isDrag(from, press);
      if (drags) surface.pan((last.x - press.x) / surface.timeline.value.perSecond);
      last = press;
    },
    up: () => {
      end();
      if (!drags) onClick();
    },
    cancel: end,
  };
}
