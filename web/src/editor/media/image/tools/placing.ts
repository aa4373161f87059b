import { toWindow } from "../viewport";
import { type Hand, isNear, type Press, type ToolState } from "./tool";

/** How near the first corner a press closes the polygon, and how near the last one it counts as a double click. */
const CLOSE_REACH = 9;
const AGAIN_REACH = 4;

/** A corner is set where the pointer goes down, and follows it until it goes up; on the first corner the polygon closes. */
export function placing(hand: Hand, from: Press): ToolState {
  const { pen, surface } = hand;
  const isAt = (index: number, reach: number): boolean => {
    const point = pen.points.at(index);
    return point !== undefined && isNear(toWindow(surface.viewport.value, point), from.window, reach);
  };
  const nothing: ToolState = { move: () => undefined, up: () => undefined, cancel: () => undefined };
  if (isAt(0, CLOSE_REACH) || isAt(-1, AGAIN_REACH)) {
    return pen.canClose ? { ...nothing, up: () => void pen.close() } : nothing;
  }
  surface.setCross(null);
  pen.put(from.picture);
  return { ...nothing, move: (press) => pen.moveLast(press.picture), cancel: () => void pen.takeBack() };
}
