/**
 * Polygons by keyboard. Drawing: Enter sets a corner at the cross, and once more without moving it closes. Changing: Enter goes
 * from corner to corner, arrows move the one taken hold of, Insert puts one in behind it, Delete takes it out.
 */

import { clampPoint, type Point } from "./geometry";
import { arrowStep, type Tell } from "./key-news";
import { isPolygon } from "./outline";
import { insertPoint, middleAfter, movePoint, type Polygon } from "./polygon";
import { takeOut } from "./tools/shaping";
import type { Hand } from "./tools/tool";

interface Taken {
  readonly key: string;
  readonly polygon: Polygon;
}

export class PolygonKeys {
  readonly #hand: Hand;
  readonly #tell: Tell;

  constructor(hand: Hand, tell: Tell) {
    this.#hand = hand;
    this.#tell = tell;
  }

  /** True when the key meant something here. */
  press(combo: string): boolean {
    if (this.#hand.pen.isDown) return this.#draw(combo);
    const taken = this.#selected();
    if (taken !== null) return this.#change(combo, taken);
    return combo === "enter" && this.#begin();
  }

  /** Gives up the polygon being drawn, or lets go of a corner. */
  cancel(): boolean {
    const { pen, surface } = this.#hand;
    if (pen.lift()) {
      this.#tell({ kind: "cancelled" });
      return true;
    }
    if (surface.point === null) return false;
    surface.setPoint(null);
    return true;
  }

  #begin(): boolean {
    const { surface, pen, draws } = this.#hand;
    if (surface.cross === null || draws() !== "polygon") return false;
    pen.put(surface.cross);
    this.#tellPoint(0, surface.cross);
    return true;
  }

  #draw(combo: string): boolean {
    if (combo === "enter") this.#setOrClose();
    else if (combo === "backspace" || combo === "delete" || combo === "ctrl+z") this.#takeBack();
    else return false;
    return true;
  }

  #takeBack(): void {
    const { pen } = this.#hand;
    pen.takeBack();
    const last = pen.points.at(-1);
    if (last === undefined) this.#tell({ kind: "cancelled" });
    else this.#tellPoint(pen.points.length - 1, last);
  }

  #setOrClose(): void {
    const { surface, pen } = this.#hand;
    const last = pen.points.at(-1);
    const { cross } = surface;
    if (cross !== null && (cross.x !== last?.x || cross.y !== last.y)) {
      pen.put(cross);
      this.#tellPoint(pen.points.length - 1, cross);
    } else if (pen.close()) {
      surface.setCross(null);
      this.#tell({ kind: "done" });
    } else this.#tell({ kind: "few" });
  }

  #selected(): Taken | null {
    const { surface, mayEdit } = this.#hand;
    const only = surface.onlySelected;
    if (only === null || only.locked || !mayEdit() || !isPolygon(only.outline)) return null;
    return { key: only.key, polygon: only.outline };
  }

  #change(combo: string, taken: Taken): boolean {
    const { surface } = this.#hand;
    const { polygon } = taken;
    const at = surface.point;
    if (combo === "enter" || combo === "shift+enter") {
      const step = combo === "enter" ? 1 : -1;
      const total = polygon.points.length;
      this.#take(polygon, at === null ? (step === 1 ? 0 : total - 1) : (at + step + total) % total);
      return true;
    }
    return at !== null && this.#changePoint(combo, taken, at);
  }

  #changePoint(combo: string, { key, polygon }: Taken, index: number): boolean {
    const { surface, change } = this.#hand;
    const step = arrowStep(combo);
    const point = polygon.points[index];
    if (point === undefined) return false;
    if (step !== null) {
      const to = clampPoint({ x: point.x + step.x, y: point.y + step.y }, surface.pictureSize);
      change(key, movePoint(polygon, index, to), "Nudge point");
      this.#tellPoint(index, to);
    } else if (combo === "insert") {
      const middle = middleAfter(polygon, index);
      if (middle !== null) change(key, insertPoint(polygon, index, middle), "Insert point");
      this.#take(insertPoint(polygon, index, middle ?? point), index + 1);
    } else if (combo === "delete" || combo === "backspace") {
      if (takeOut(this.#hand, key, polygon, index)) surface.setPoint(Math.min(index, polygon.points.length - 2));
      else this.#tell({ kind: "few" });
    } else return false;
    return true;
  }

  #take(polygon: Polygon, index: number): void {
    const point = polygon.points[index];
    if (point === undefined) return;
    this.#hand.surface.setPoint(index);
    this.#tellPoint(index, point);
  }

  #tellPoint(index: number, at: Point): void {
    this.#tell({ kind: "point", number: index + 1, at });
  }
}
