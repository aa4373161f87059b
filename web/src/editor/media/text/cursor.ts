/** A text cursor in text that is not a field: the browser's own selection moves, so lines, words and right-to-left just work. */

import type { Range as TextRange } from "./granularity";
import type { TextSurface } from "./surface";

const MOVES: Readonly<
  Record<string, readonly [direction: "left" | "right" | "forward" | "backward", granularity: string]>
> = {
  left: ["left", "character"],
  right: ["right", "character"],
  up: ["backward", "line"],
  down: ["forward", "line"],
  "ctrl+left": ["left", "word"],
  "ctrl+right": ["right", "word"],
  home: ["backward", "lineboundary"],
  end: ["forward", "lineboundary"],
};

export class TextCursor {
  readonly #root: HTMLElement;
  readonly #surface: TextSurface;
  readonly #caret: HTMLElement;
  #last = 0;

  constructor(root: HTMLElement, surface: TextSurface) {
    this.#root = root;
    this.#surface = surface;
    this.#caret = root.ownerDocument.createElement("span");
    this.#caret.className = "text-caret";
    this.#caret.hidden = true;
  }

  get active(): boolean {
    return !this.#caret.hidden;
  }

  /** Begins where the cursor was last, or at the selection. */
  start(): void {
    const selected = this.#surface.selectedRange();
    this.#root.parentElement?.append(this.#caret);
    this.#caret.hidden = false;
    if (selected === null) this.moveTo(this.#last);
    else this.#show();
  }

  stop(): void {
    this.#caret.hidden = true;
    this.#caret.remove();
  }

  moveTo(offset: number): void {
    const point = this.#surface.pointAt(offset);
    const selection = this.#root.ownerDocument.getSelection();
    if (point === null || selection === null) return;
    selection.collapse(point.node, point.offset);
    this.#show();
  }

  /** Moves by a key such as `shift+ctrl+left`; false for other keys. */
  press(combo: string): boolean {
    const extends_ = combo.includes("shift+");
    const move = MOVES[combo.replace("shift+", "")];
    const selection = this.#root.ownerDocument.getSelection();
    if (!this.active || move === undefined || selection === null) return false;
    const before = this.#focusOffset();
    selection.modify(extends_ ? "extend" : "move", move[0], move[1]);
    const { focusNode } = selection;
    // The cursor stays inside the text, wherever the browser would have gone.
    if (focusNode === null || !this.#root.contains(focusNode)) {
      if (extends_) this.#extendTo(before);
      else this.moveTo(before);
    }
    this.#show();
    return true;
  }

  /** What is selected, for reading it out. */
  selectedText(): string {
    const range: TextRange | null = this.#surface.selectedRange();
    return range === null ? "" : this.#surface.text.slice(range.start, range.end);
  }

  #extendTo(offset: number): void {
    const point = this.#surface.pointAt(offset);
    if (point !== null) this.#root.ownerDocument.getSelection()?.extend(point.node, point.offset);
  }

  #focusOffset(): number {
    const selection = this.#root.ownerDocument.getSelection();
    const node = selection?.focusNode ?? null;
    return node === null || !this.#root.contains(node)
      ? this.#last
      : this.#surface.offsetAt(node, selection?.focusOffset ?? 0);
  }

  #show(): void {
    this.#last = this.#focusOffset();
    const point = this.#surface.pointAt(this.#last);
    const frame = this.#root.parentElement?.getBoundingClientRect();
    if (point === null || frame === undefined) return;
    const range = this.#root.ownerDocument.createRange();
    range.setStart(point.node, point.offset);
    range.collapse(true);
    const place = range.getClientRects()[0] ?? point.node.parentElement?.getBoundingClientRect();
    if (place === undefined) return;
    this.#caret.style.transform = `translate(${place.left - frame.left}px, ${place.top - frame.top}px)`;
    this.#caret.style.height = `${Math.min(place.height, 40)}px`;
    this.#caret.scrollIntoView({ block: "nearest" });
  }
}
