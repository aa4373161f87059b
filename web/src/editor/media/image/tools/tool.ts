/** What a pointer does on the picture, as states: each knows what a move and a release mean, and which state follows. */

import type { Point } from "../geometry";
import type { Outline, OutlineKind } from "../outline";
import type { Pen, PenHand } from "./pen";

/** The tool in hand: a kind of outline to draw, or none. */
export type Mode = OutlineKind | "select" | "pan";

export function isDrawing(mode: Mode): boolean {
  return mode === "box" || mode === "polygon";
}

/** A pointer event in both systems of coordinates. */
export interface Press {
  readonly window: Point;
  readonly picture: Point;
  readonly button: number;
  readonly adds: boolean;
  readonly constrains: boolean;
  /** With Alt a press on a corner takes it out. */
  readonly removes: boolean;
}

/** What the states may do beyond drawing. */
export interface Hand extends PenHand {
  /** The polygon being drawn, if one is. */
  readonly pen: Pen;
  readonly mode: () => Mode;
  readonly mayEdit: () => boolean;
  /** What kind of outline the active label makes; null while nothing can be drawn. */
  readonly draws: () => OutlineKind | null;
  readonly change: (key: string, outline: Outline, label: string) => void;
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

export function isNear(a: Point, b: Point, reach: number): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) <= reach;
}
