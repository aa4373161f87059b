/** What a pointer does on a recording, as states: each knows what a move and a release mean. */

import type { Section } from "../section-index";
import type { AudioSurface } from "../surface";
import type { Span } from "../timeline";

/** A pointer event on the wave form. */
export interface Press {
  readonly x: number;
  readonly time: number;
  readonly lane: number;
  readonly button: number;
  readonly adds: boolean;
}

/** What the states may do beyond drawing. */
export interface SoundHand {
  readonly surface: AudioSurface;
  readonly mayEdit: () => boolean;
  /** How a new section would look; null while no label is active. */
  readonly newSection: (span: Span, channel: number) => Section | null;
  readonly add: (span: Span, channel: number) => void;
  readonly change: (key: string, span: Span, label: string) => void;
  readonly select: (key: string | null, adds: boolean) => void;
  readonly seek: (time: number) => void;
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
  return Math.abs(to.x - from.x) >= DRAG_FROM;
}
