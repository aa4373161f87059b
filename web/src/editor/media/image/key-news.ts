/** What the person should hear about while working on the picture by keyboard. */

import type { Box, Point } from "./geometry";

export type KeyNews =
  | { readonly kind: "cross"; readonly at: Point }
  | { readonly kind: "corner"; readonly box: Box }
  | { readonly kind: "point"; readonly number: number; readonly at: Point }
  | { readonly kind: "few" }
  | { readonly kind: "done" }
  | { readonly kind: "cancelled" };

export type Tell = (news: KeyNews) => void;

const ARROWS: Readonly<Record<string, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};
const FAR = 10;

/** How far an arrow key goes, in pixels of the picture; null for other keys. */
export function arrowStep(combo: string): Point | null {
  const far = combo.startsWith("shift+");
  const arrow = ARROWS[far ? combo.slice("shift+".length) : combo];
  if (arrow === undefined) return null;
  const step = far ? FAR : 1;
  return { x: arrow.x * step, y: arrow.y * step };
}
