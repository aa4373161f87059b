/** The picture by keyboard: arrows nudge the selected box or move a cross; Enter sets one corner, arrows the other. */

import { type Box, boxBetween, clampPoint, handlePoint, move, type Point, resize } from "./geometry";
import type { Shape } from "./shape-index";
import type { Hand } from "./tools/tool";

const ARROWS: Readonly<Record<string, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};
const FAR = 10;

/** What the person should hear about. */
export type KeyNews =
  | { readonly kind: "cross"; readonly at: Point }
  | { readonly kind: "corner"; readonly box: Box }
  | { readonly kind: "done" }
  | { readonly kind: "cancelled" };

/** A box of which one corner is set: a new one between two corners, or an old one by its lower right. */
interface Corner {
  readonly boxTo: (at: Point) => Box;
  readonly shapeOf: (box: Box) => Shape | null;
  readonly finish: (box: Box) => void;
}

export class StageKeyboard {
  readonly #hand: Hand;
  readonly #tell: (news: KeyNews) => void;
  #corner: Corner | null = null;

  constructor(hand: Hand, tell: (news: KeyNews) => void) {
    this.#hand = hand;
    this.#tell = tell;
  }

  /** True when the key meant something here. */
  press(combo: string): boolean {
    const far = combo.startsWith("shift+");
    const arrow = ARROWS[far ? combo.slice("shift+".length) : combo];
    if (arrow !== undefined) return this.#arrow(arrow, far ? FAR : 1);
    if (combo === "enter") return this.#enter();
    if (combo === "escape") return this.cancel();
    return false;
  }

  /** Takes a begun box back, or the cross away. */
  cancel(): boolean {
    const { surface } = this.#hand;
    if (this.#corner === null && surface.cross === null) return false;
    this.#corner = null;
    surface.setDraft(null);
    surface.setCross(null);
    this.#tell({ kind: "cancelled" });
    return true;
  }

  #arrow(arrow: Point, step: number): boolean {
    const { surface, mayEdit } = this.#hand;
    const by = { x: arrow.x * step, y: arrow.y * step };
    const only = surface.onlySelected;
    if (this.#corner === null && only !== null) {
      if (only.locked || !mayEdit()) return false;
      this.#hand.change(only.key, move(only.box, by, surface.pictureSize), "Nudge");
      return true;
    }
    const size = surface.pictureSize;
    const from = surface.cross ?? { x: Math.round(size.width / 2), y: Math.round(size.height / 2) };
    const at = surface.cross === null ? from : clampPoint({ x: from.x + by.x, y: from.y + by.y }, size);
    surface.setCross(at);
    if (this.#corner === null) this.#tell({ kind: "cross", at });
    else this.#follow(this.#corner, at);
    return true;
  }

  #follow(corner: Corner, at: Point): void {
    const box = corner.boxTo(at);
    this.#hand.surface.setDraft(corner.shapeOf(box));
    this.#tell({ kind: "corner", box });
  }

  #enter(): boolean {
    const { surface } = this.#hand;
    const corner = this.#corner;
    if (corner !== null && surface.cross !== null) {
      const box = corner.boxTo(surface.cross);
      this.#corner = null;
      surface.setDraft(null);
      surface.setCross(null);
      if (box.width >= 1 && box.height >= 1) corner.finish(box);
      this.#tell({ kind: "done" });
      return true;
    }
    const next = this.#begin();
    if (next === null) return false;
    this.#corner = next.corner;
    surface.setCross(next.at);
    this.#follow(next.corner, next.at);
    return true;
  }

  #begin(): { corner: Corner; at: Point } | null {
    const { surface, mayEdit, newShape, add, change } = this.#hand;
    if (!mayEdit()) return null;
    const only = surface.onlySelected;
    if (only !== null) {
      if (only.locked) return null;
      const corner = {
        boxTo: (at: Point) => resize(only.box, "se", at),
        shapeOf: (box: Box) => ({ ...only, box }),
        finish: (box: Box) => change(only.key, box, "Resize"),
      };
      return { corner, at: handlePoint(only.box, "se") };
    }
    const at = surface.cross;
    if (at === null || newShape(boxBetween(at, at)) === null) return null;
    return { corner: { boxTo: (to: Point) => boxBetween(at, to), shapeOf: newShape, finish: add }, at };
  }
}
