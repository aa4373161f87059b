/** The picture by keyboard: arrows nudge the selected shape or move a cross; Enter sets one corner, arrows the other. */

import { type Box, boxBetween, clampPoint, handlePoint, type Point, resize } from "./geometry";
import { arrowStep, type Tell } from "./key-news";
import { isBox, moveOutline } from "./outline";
import { PolygonKeys } from "./polygon-keys";
import type { Shape } from "./shape-index";
import type { Hand } from "./tools/tool";

/** A box of which one corner is set: a new one between two corners, or an old one by its lower right. */
interface Corner {
  readonly boxTo: (at: Point) => Box;
  readonly shapeOf: (box: Box) => Shape | null;
  readonly finish: (box: Box) => void;
}

export class StageKeyboard {
  readonly #hand: Hand;
  readonly #tell: Tell;
  readonly #polygons: PolygonKeys;
  #corner: Corner | null = null;

  constructor(hand: Hand, tell: Tell) {
    this.#hand = hand;
    this.#tell = tell;
    this.#polygons = new PolygonKeys(hand, tell);
  }

  /** True when the key meant something here. */
  press(combo: string): boolean {
    if (combo === "escape") return this.cancel();
    if (this.#corner === null && this.#polygons.press(combo)) return true;
    const step = arrowStep(combo);
    if (step !== null) return this.#arrow(step);
    return combo === "enter" && this.#enter();
  }

  /** Takes a begun shape back, or the cross away. */
  cancel(): boolean {
    const { surface } = this.#hand;
    if (this.#polygons.cancel()) return true;
    if (this.#corner === null && surface.cross === null) return false;
    this.#corner = null;
    surface.setDraft(null);
    surface.setCross(null);
    this.#tell({ kind: "cancelled" });
    return true;
  }

  #arrow(by: Point): boolean {
    const { surface, pen, mayEdit } = this.#hand;
    const only = surface.onlySelected;
    if (this.#corner === null && !pen.isDown && only !== null) {
      if (only.locked || !mayEdit()) return false;
      this.#hand.change(only.key, moveOutline(only.outline, by, surface.pictureSize), "Nudge");
      return true;
    }
    const size = surface.pictureSize;
    const from = surface.cross ?? pen.points.at(-1);
    const middle = { x: Math.round(size.width / 2), y: Math.round(size.height / 2) };
    const at = from === undefined ? middle : clampPoint({ x: from.x + by.x, y: from.y + by.y }, size);
    surface.setCross(at);
    pen.follow(at);
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
    const { surface, mayEdit, draws, newShape, add, change } = this.#hand;
    if (!mayEdit()) return null;
    const only = surface.onlySelected;
    if (only !== null) {
      const { outline } = only;
      if (only.locked || !isBox(outline)) return null;
      const corner = {
        boxTo: (at: Point) => resize(outline, "se", at),
        shapeOf: (box: Box) => ({ ...only, outline: box }),
        finish: (box: Box) => change(only.key, box, "Resize"),
      };
      return { corner, at: handlePoint(outline, "se") };
    }
    const at = surface.cross;
    if (at === null || draws() !== "box") return null;
    return { corner: { boxTo: (to: Point) => boxBetween(at, to), shapeOf: newShape, finish: add }, at };
  }
}
