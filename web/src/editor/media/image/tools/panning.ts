import type { Hand, Press, ToolState } from "./tool";

/** The picture follows the pointer. */
export function panning({ surface }: Hand, from: Press, onClick: (() => void) | null = null): ToolState {
  let last = from;
  let moved = false;
  surface.setCursor("grabbing");
  const end = (): void => surface.setCursor("");
  return {
    move: (press) => {
      moved ||= Math.hypot(press.window.x - from.window.x, press.window.y - from.window.y) >= 3;
      surface.pan({ x: press.window.x - last.window.x, y: press.window.y - last.window.y });
      last = press;
    },
    up: () => {
      end();
      if (!moved) onClick?.();
    },
    cancel: end,
  };
}
