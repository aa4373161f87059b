/** All shapes of a picture, found by place: for hit tests, and for drawing only what is in the window. */

import RBush from "rbush";
import type { Bounds, Point } from "./geometry";
import { type Outline, outlineArea, outlineBounds, outlineContains } from "./outline";

/** How the author wants shapes to look; null leaves it to the page. */
export interface ShapeLook {
  readonly strokeWidth: number | null;
  readonly fillOpacity: number | null;
  /** Diameter of a corner's mark, in pixels of the window. */
  readonly pointSize: number;
  readonly pointStyle: "circle" | "rectangle";
}

export const PLAIN_LOOK: ShapeLook = { strokeWidth: null, fillOpacity: null, pointSize: 9, pointStyle: "circle" };

export interface Shape {
  readonly key: string;
  /** In pixels of the picture. */
  readonly outline: Outline;
  readonly look: ShapeLook;
  readonly colour: string;
  readonly name: string;
  readonly suggested: boolean;
  readonly locked: boolean;
}

interface Item extends Bounds {
  readonly key: string;
}

export class ShapeIndex {
  readonly #tree = new RBush<Item>();
  readonly #items = new Map<string, Item>();
  readonly #shapes = new Map<string, Shape>();

  get size(): number {
    return this.#shapes.size;
  }

  get(key: string): Shape | undefined {
    return this.#shapes.get(key);
  }

  /** Replaces everything; much faster than adding one by one. */
  load(shapes: readonly Shape[]): void {
    this.#tree.clear();
    this.#items.clear();
    this.#shapes.clear();
    const items = shapes.map((shape): Item => ({ key: shape.key, ...outlineBounds(shape.outline) }));
    for (const item of items) this.#items.set(item.key, item);
    for (const shape of shapes) this.#shapes.set(shape.key, shape);
    this.#tree.load(items);
  }

  set(shape: Shape): void {
    this.remove(shape.key);
    const item = { key: shape.key, ...outlineBounds(shape.outline) };
    this.#items.set(shape.key, item);
    this.#shapes.set(shape.key, shape);
    this.#tree.insert(item);
  }

  remove(key: string): void {
    const item = this.#items.get(key);
    if (item !== undefined) this.#tree.remove(item);
    this.#items.delete(key);
    this.#shapes.delete(key);
  }

  /** Shapes whose bounds touch an area. */
  within(bounds: Bounds): readonly Shape[] {
    return this.#tree.search(bounds).flatMap((item) => this.#shapes.get(item.key) ?? []);
  }

  touches(bounds: Bounds): boolean {
    return this.#tree.collides(bounds);
  }

  /** Shapes under a point, the smallest first: what lies inside another can always be reached. */
  hits(point: Point, margin: number): readonly Shape[] {
    const area = { minX: point.x - margin, minY: point.y - margin, maxX: point.x + margin, maxY: point.y + margin };
    return this.within(area)
      .filter((shape) => outlineContains(shape.outline, point, margin))
      .sort((a, b) => outlineArea(a.outline) - outlineArea(b.outline));
  }
}
