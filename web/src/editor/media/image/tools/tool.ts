/** What a pointer does on the picture, as states: each knows what a move and a release mean, and which state follows. */

import type { Box, Point } from "../geometry";
import type { Shape } from "../shape-index";
import type { ImageSurface } from "../surface";

export type Mode = "draw" | "select" | "pan";

/** A pointer event in both systems of coordinates. */
export interface Press {
  readonly window: Point;
  readonly picture: Point;
  readonly button: number;
  readonly adds: boolean;
  readonly constrains: boolean;
}

/** What the states may do beyond drawing. */
export interface Hand {
  readonly surface: ImageSurface;
  readonly mode: () => Mode;
  readonly mayEdit: () => boolean;
  /** How a new box would look; null while no label is active. */
  readonly newShape: (box: Box) => Shape | null;
  readonly add: (box: Box) => void;
  readonly change: (key: string, box: Box, label: string) => void;
  readonly select: (key: string | null, adds: boolean) => void;
}

export interface ToolState {
  readonly move: (press: Press) => void;
  /** Ends the gesture. */
  readonly up: (press: Press) => void;
  /** Takes the gesture back, as on Escape. */
  readonly cancel: () => void;
}

/** Further than this many window pixels a press is a drag. */
const DRAG_FROM = 3;

export function isDrag(from: Press, to: Press): boolean {
  return Math.hypot(to.window.x - from.window.x, to.window.y - from.window.y) >= DRAG_FROM;
}
