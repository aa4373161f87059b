/**
 * Overlapping spans as nested pieces. A span inside another is nested; one that crosses the end of another is cut there, and
 * the cut edges are "open": drawn without rounding, and only the last piece carries the name.
 */

export interface SpanRange {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

export interface TextPiece {
  readonly kind: "text";
  readonly start: number;
  readonly end: number;
}

export interface MarkPiece {
  readonly kind: "mark";
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly openStart: boolean;
  readonly openEnd: boolean;
  readonly children: readonly Piece[];
}

export type Piece = TextPiece | MarkPiece;

interface Part extends SpanRange {
  readonly openStart: boolean;
  readonly openEnd: boolean;
}

/** Deeper nesting cannot be told apart by eye any more; such spans are found in the list of regions. */
const MAX_DEPTH = 8;

function byPlace(a: SpanRange, b: SpanRange): number {
  return a.start - b.start || b.end - a.end;
}

function clip(span: SpanRange, start: number, end: number): Part {
  return {
    key: span.key,
    start: Math.max(span.start, start),
    end: Math.min(span.end, end),
    openStart: span.start < start,
    openEnd: span.end > end,
  };
}

/** Splits what begins inside the outer part into its children and what goes on behind it. */
function splitAt(outer: Part, parts: readonly Part[]): { inside: Part[]; behind: Part[] } {
  const inside: Part[] = [];
  const behind: Part[] = [];
  for (const part of parts) {
    if (part.start >= outer.end) behind.push(part);
    else if (part.end <= outer.end) inside.push(part);
    else {
      inside.push({ ...part, end: outer.end, openEnd: true });
      behind.push({ ...part, start: outer.end, openStart: true });
    }
  }
  return { inside, behind: behind.sort(byPlace) };
}

function build(parts: readonly Part[], start: number, end: number, depth: number): Piece[] {
  const pieces: Piece[] = [];
  let at = start;
  let rest = depth < MAX_DEPTH ? parts : [];
  for (let first = rest[0]; first !== undefined; first = rest[0]) {
    if (first.start > at) pieces.push({ kind: "text", start: at, end: first.start });
    const { inside, behind } = splitAt(first, rest.slice(1));
    const children = build(inside, first.start, first.end, depth + 1);
    pieces.push({
      kind: "mark",
      key: first.key,
      start: first.start,
      end: first.end,
      openStart: first.openStart,
      openEnd: first.openEnd,
      children,
    });
    at = first.end;
    rest = behind;
  }
  if (at < end) pieces.push({ kind: "text", start: at, end });
  return pieces;
}

/** Lays spans out over `start` to `end`. The text of the pieces is exactly that range, in order. */
export function layOut(spans: readonly SpanRange[], start: number, end: number): readonly Piece[] {
  const parts = spans
    .filter((span) => span.start < end && span.end > start && span.start < span.end)
    .map((span) => clip(span, start, end));
  return build(parts.sort(byPlace), start, end, 0);
}
