/** All shapes of a picture, found by place: for hit tests, and for drawing only what is in the window. */

import RBush from "rbush";
import { type Bounds, type Box, boundsOf, contains, type Point } from "./geometry";

export interface Shape {
  readonly key: string;
  /** In pixels of the picture. */
  readonly box: Box;
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
    const items = shapes.map((shape): Item => ({ key: shape.key, ...boundsOf(shape.box) }));
    for (const item of items) this.#items.set(item.key, item);
    for (const shape of shapes) this.#shapes.set(shape.key, shape);
    this.#tree.load(items);
  }

  set(shape: Shape): void {
    this.remove(shape.key);
    const item = { key: shape.key, ...boundsOf(shape.box) };
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
      .filter((shape) => contains(shape.box, point, margin))
      .sort((a, b) => a.box.width * a.box.height - b.box.width * b.box.height);
  }
}
