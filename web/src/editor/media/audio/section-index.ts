/** All sections of a recording, found by time: for hit tests, and for drawing only what is in the window. */

import RBush from "rbush";
import type { Span } from "./timeline";

export interface Section extends Span {
  readonly key: string;
  /** The lane it lies in where channels are drawn apart. */
  readonly channel: number;
  readonly colour: string;
  readonly name: string;
  readonly suggested: boolean;
  readonly locked: boolean;
}

interface Item {
  readonly minX: number;
  readonly maxX: number;
  readonly minY: 0;
  readonly maxY: 0;
  readonly key: string;
}

export class SectionIndex {
  readonly #tree = new RBush<Item>();
  readonly #items = new Map<string, Item>();
  readonly #sections = new Map<string, Section>();

  get(key: string): Section | undefined {
    return this.#sections.get(key);
  }

  load(sections: readonly Section[]): void {
    this.#tree.clear();
    this.#items.clear();
    this.#sections.clear();
    for (const section of sections) this.set(section);
  }

  set(section: Section): void {
    this.remove(section.key);
    const item: Item = { key: section.key, minX: section.start, maxX: section.end, minY: 0, maxY: 0 };
    this.#items.set(section.key, item);
    this.#sections.set(section.key, section);
    this.#tree.insert(item);
  }

  remove(key: string): void {
    const item = this.#items.get(key);
    if (item !== undefined) this.#tree.remove(item);
    this.#items.delete(key);
    this.#sections.delete(key);
  }

  /** Sections that share a moment with a span, in the order of their beginnings. */
  within({ start, end }: Span): readonly Section[] {
    return this.#tree
      .search({ minX: start, maxX: end, minY: 0, maxY: 0 })
      .flatMap((item) => this.#sections.get(item.key) ?? [])
      .sort((a, b) => a.start - b.start);
  }

  /** Sections at a moment, the shortest first: what lies inside another can always be reached. `lane` null asks all lanes. */
  hits(time: number, lane: number | null): readonly Section[] {
    return this.within({ start: time, end: time })
      .filter((section) => lane === null || section.channel === lane)
      .sort((a, b) => a.end - a.start - (b.end - b.start));
  }
}
