/**
 * The text on the page: blocks of plain text, with real `<mark>` elements in those near the viewport only.
 *
 * Offsets come from the structure built here and never from the text of the document, which line breaks and generated content
 * would make unreliable.
 */

import { type Chunk, chunkAt, chunksOf, cutChunks } from "./chunks";
import type { Range as TextRange } from "./granularity";
import { layOut, type MarkPiece, type Piece } from "./pieces";

export interface Mark {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly colour: string;
  /** Shown behind the text; empty for none. */
  readonly name: string;
  /** Read out by a screen reader: "Person, region 3". */
  readonly description: string;
  readonly suggested: boolean;
  /** Drawn with an edge of its own. */
  readonly noted?: boolean;
}

interface Block {
  readonly chunk: Chunk;
  readonly element: HTMLElement;
  readonly keys: Set<string>;
  near: boolean;
  stale: boolean;
}

const NEAR_MARGIN = "800px 0px";

export class TextSurface {
  readonly #root: HTMLElement;
  readonly #text: string;
  readonly #chunks: readonly Chunk[];
  readonly #blocks: Block[] = [];
  readonly #starts = new WeakMap<Node, number>();
  readonly #observer: IntersectionObserver | null;
  readonly #blockOf = new WeakMap<Element, Block>();
  #marks = new Map<string, Mark>();
  #selected: ReadonlySet<string> = new Set();
  #frame: number | null = null;

  constructor(root: HTMLElement, text: string) {
    this.#root = root;
    this.#text = text;
    this.#chunks = cutChunks(text);
    const observes = typeof IntersectionObserver === "function";
    this.#observer = observes
      ? new IntersectionObserver((seen) => this.#seen(seen), { rootMargin: NEAR_MARGIN })
      : null;
    this.#mount(!observes);
  }

  get text(): string {
    return this.#text;
  }

  /** Replaces all marks. */
  setMarks(marks: Iterable<Mark>): void {
    for (const key of this.#marks.keys()) this.#unlist(key);
    this.#marks = new Map();
    for (const mark of marks) this.#list(mark);
    this.#refresh();
  }

  /** Changes, adds or (with null) takes away single marks; only the blocks they touch are drawn again. */
  update(changes: Iterable<readonly [string, Mark | null]>): void {
    for (const [key, mark] of changes) {
      this.#unlist(key);
      if (mark === null) this.#marks.delete(key);
      else this.#list(mark);
    }
    this.#refresh();
  }

  setSelected(keys: ReadonlySet<string>): void {
    const before = this.#selected;
    this.#selected = keys;
    const touched = [...before, ...keys].filter((key) => before.has(key) !== keys.has(key));
    for (const key of touched) {
      for (const element of this.elementsOf(key)) element.classList.toggle("is-on", keys.has(key));
    }
  }

  /** The drawn pieces of a mark, in order. */
  elementsOf(key: string): readonly HTMLElement[] {
    const mark = this.#marks.get(key);
    if (mark === undefined) return [];
    const [first, last] = chunksOf(this.#chunks, mark.start, mark.end);
    const selector = `mark[data-key="${CSS.escape(key)}"]`;
    return this.#blocks
      .slice(first, last + 1)
      .flatMap((block) => [...block.element.querySelectorAll<HTMLElement>(selector)]);
  }

  /** Brings a mark into view and gives its first piece focus if wanted. */
  reveal(key: string, { focus = false } = {}): void {
    const mark = this.#marks.get(key);
    const block = mark === undefined ? undefined : this.#blocks[chunkAt(this.#chunks, mark.start)];
    if (block === undefined) return;
    block.near = true;
    block.stale = true;
    this.#draw();
    const element = this.elementsOf(key)[0];
    element?.scrollIntoView({ block: "nearest" });
    if (focus) element?.focus({ preventScroll: true });
  }

  /** The selected range in code units; null when nothing, or something outside, is selected. */
  selectedRange(): TextRange | null {
    const selection = this.#root.ownerDocument.getSelection();
    if (selection === null || selection.rangeCount === 0 || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(this.#root)) return null;
    const start = this.offsetAt(range.startContainer, range.startOffset);
    const end = this.offsetAt(range.endContainer, range.endOffset);
    return start < end ? { start, end } : null;
  }

  /** The offset of a point in the document, clamped to the text. */
  offsetAt(node: Node, offset: number): number {
    const start = this.#starts.get(node);
    if (start !== undefined) return start + offset;
    if (!this.#root.contains(node)) {
      const behind = this.#root.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
      const around = node.contains(this.#root);
      if (around) return this.#isBefore(node, offset) ? 0 : this.#text.length;
      return behind ? this.#text.length : 0;
    }
    const child = node.childNodes[offset];
    const next = child === undefined ? null : this.#firstText(child);
    if (next !== null) return this.#starts.get(next) ?? 0;
    const last = this.#lastText(node);
    return last === null ? 0 : (this.#starts.get(last) ?? 0) + (last.nodeValue?.length ?? 0);
  }

  /** The point in the document of an offset. */
  pointAt(offset: number): { node: Text; offset: number } | null {
    const block = this.#blocks[chunkAt(this.#chunks, offset)];
    if (block === undefined) return null;
    let found: { node: Text; offset: number } | null = null;
    for (const node of texts(block.element)) {
      const start = this.#starts.get(node) ?? 0;
      if (start > offset) break;
      found = { node, offset: Math.min(offset - start, node.data.length) };
    }
    return found;
  }

  destroy(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#observer?.disconnect();
    this.#root.replaceChildren();
  }

  #mount(near: boolean): void {
    const fragment = this.#root.ownerDocument.createDocumentFragment();
    for (const chunk of this.#chunks) {
      const element = this.#root.ownerDocument.createElement("div");
      element.className = "text-chunk";
      element.dir = "auto";
      const block: Block = { chunk, element, keys: new Set(), near, stale: false };
      this.#blocks.push(block);
      this.#blockOf.set(element, block);
      element.append(this.#textNode(chunk.start, chunk.end));
      fragment.append(element);
    }
    this.#root.replaceChildren(fragment);
    for (const block of this.#blocks) this.#observer?.observe(block.element);
  }

  #textNode(start: number, end: number): Text {
    const node = this.#root.ownerDocument.createTextNode(this.#text.slice(start, end));
    this.#starts.set(node, start);
    return node;
  }

  #list(mark: Mark): void {
    this.#marks.set(mark.key, mark);
    const [first, last] = chunksOf(this.#chunks, mark.start, mark.end);
    for (const block of this.#blocks.slice(first, last + 1)) {
      block.keys.add(mark.key);
      block.stale = true;
    }
  }

  #unlist(key: string): void {
    const mark = this.#marks.get(key);
    if (mark === undefined) return;
    const [first, last] = chunksOf(this.#chunks, mark.start, mark.end);
    for (const block of this.#blocks.slice(first, last + 1)) {
      block.keys.delete(key);
      block.stale = true;
    }
  }

  #seen(entries: readonly IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const block = this.#blockOf.get(entry.target);
      if (block === undefined || block.near === entry.isIntersecting) continue;
      block.near = entry.isIntersecting;
      block.stale = true;
    }
    this.#refresh();
  }

  /** Draws at once when nothing is drawn yet, otherwise with the next frame. */
  #refresh(): void {
    if (this.#frame !== null) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = null;
      this.#draw();
    });
  }

  #draw(): void {
    for (const block of this.#blocks) {
      if (!block.stale) continue;
      block.stale = false;
      this.#drawBlock(block);
    }
  }

  #drawBlock(block: Block): void {
    const { start, end } = block.chunk;
    const marks = block.near ? [...block.keys].flatMap((key) => this.#marks.get(key) ?? []) : [];
    const hasMarks = block.element.firstElementChild !== null;
    if (marks.length === 0 && !hasMarks) return;
    const kept = this.#keepSelection(block);
    block.element.replaceChildren(...layOut(marks, start, end).map((piece) => this.#pieceNode(piece)));
    kept();
  }

  /** Selected text stays selected while the elements under it are replaced. */
  #keepSelection(block: Block): () => void {
    const selection = this.#root.ownerDocument.getSelection();
    const { anchorNode, focusNode } = selection ?? {};
    if (selection === null || !anchorNode || !focusNode) return () => undefined;
    if (!block.element.contains(anchorNode) && !block.element.contains(focusNode)) return () => undefined;
    const anchor = this.offsetAt(anchorNode, selection.anchorOffset);
    const focus = this.offsetAt(focusNode, selection.focusOffset);
    return () => {
      const from = this.pointAt(anchor);
      const to = this.pointAt(focus);
      if (from !== null && to !== null) selection.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
    };
  }

  #pieceNode(piece: Piece): Node {
    return piece.kind === "text" ? this.#textNode(piece.start, piece.end) : this.#markElement(piece);
  }

  #markElement(piece: MarkPiece): HTMLElement {
    const mark = this.#marks.get(piece.key);
    const element = this.#root.ownerDocument.createElement("mark");
    element.dataset.key = piece.key;
    element.className = "text-mark has-label";
    element.classList.toggle(
      "outer",
      piece.children.some((child) => child.kind === "mark"),
    );
    element.classList.toggle("open-start", piece.openStart);
    element.classList.toggle("open-end", piece.openEnd);
    element.classList.toggle("is-on", this.#selected.has(piece.key));
    if (mark !== undefined) {
      element.style.setProperty("--c", mark.colour);
      element.classList.toggle("pred", mark.suggested);
      element.classList.toggle("noted", mark.noted === true);
      if (!piece.openEnd && mark.name !== "") element.dataset.name = mark.name;
      if (!piece.openStart) {
        element.tabIndex = 0;
        element.setAttribute("role", "group");
        element.setAttribute("aria-label", mark.description);
      }
    }
    element.append(...piece.children.map((child) => this.#pieceNode(child)));
    return element;
  }

  #isBefore(around: Node, offset: number): boolean {
    const child = around.childNodes[offset];
    if (child === undefined) return false;
    return (
      child.contains(this.#root) || (child.compareDocumentPosition(this.#root) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
    );
  }

  #firstText(node: Node): Text | null {
    return texts(node).next().value ?? null;
  }

  #lastText(node: Node): Text | null {
    return [...texts(node)].at(-1) ?? null;
  }
}

function* texts(root: Node): Generator<Text, undefined> {
  if (root instanceof Text) yield root;
  for (const child of root.childNodes) yield* texts(child);
}
