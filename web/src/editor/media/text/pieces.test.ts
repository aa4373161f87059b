import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chunkAt, cutChunks } from "./chunks";
import { snap } from "./granularity";
import { layOut, type Piece, type SpanRange } from "./pieces";

const TEXT = "Port of Rotterdam Harbour Court";

/** Pieces as text: marks in brackets, open edges as a bar. */
function draw(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => {
      if (piece.kind === "text") return TEXT.slice(piece.start, piece.end);
      return `${piece.openStart ? "|" : "["}${piece.key}:${draw(piece.children)}${piece.openEnd ? "|" : "]"}`;
    })
    .join("");
}

const span = (key: string, start: number, end: number): SpanRange => ({ key, start, end });

describe("layOut", () => {
  test("one span among text", () => {
    expect(draw(layOut([span("a", 8, 17)], 0, 31))).toBe("Port of [a:Rotterdam] Harbour Court");
  });

  test("a span inside another is nested, the wider one outside", () => {
    expect(draw(layOut([span("in", 8, 17), span("out", 0, 17)], 0, 17))).toBe("[out:Port of [in:Rotterdam]]");
  });

  test("crossing spans: the later one is cut where the earlier ends", () => {
    expect(draw(layOut([span("a", 0, 17), span("b", 8, 31)], 0, 31))).toBe(
      "[a:Port of [b:Rotterdam|]|b: Harbour Court]",
    );
  });

  test("spans that go on beyond the block are open there", () => {
    expect(draw(layOut([span("a", 0, 31)], 8, 17))).toBe("|a:Rotterdam|");
  });

  test("the text of the pieces is the range, complete and in order, and every span is drawn", () => {
    const range = fc.tuple(fc.nat(31), fc.nat(31)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(fc.array(range, { maxLength: 7 }), (ranges) => {
        const spans = ranges.map(([start, end], index) => span(`k${index}`, start, end));
        const covered = new Map<string, number>();
        const read = (pieces: readonly Piece[], open: readonly string[]): string =>
          pieces
            .map((piece) => {
              if (piece.kind === "mark") return read(piece.children, [...open, piece.key]);
              for (const key of open) covered.set(key, (covered.get(key) ?? 0) + piece.end - piece.start);
              return TEXT.slice(piece.start, piece.end);
            })
            .join("");
        expect(read(layOut(spans, 0, 31), [])).toBe(TEXT);
        for (const { key, start, end } of spans) expect(covered.get(key) ?? 0).toBe(end - start);
      }),
    );
  });

  test("a thousand spans on one word do not run out of stack", () => {
    const spans = Array.from({ length: 1000 }, (_, index) => span(`k${index}`, 8, 17));
    expect(layOut(spans, 0, 31)).toHaveLength(3);
  });
});

describe("cutChunks", () => {
  test("covers the text, cuts behind line ends only and keeps to the size", () => {
    const text = Array.from({ length: 500 }, (_, index) => `line ${index} `.repeat(3)).join("\r\n");
    const chunks = cutChunks(text);
    expect(chunks.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
    for (const { end } of chunks.slice(0, -1)) expect(text[end - 1]).toBe("\n");
    expect(Math.max(...chunks.map(({ start, end }) => end - start))).toBeLessThan(2100);
  });

  test("finds the block of an offset", () => {
    const chunks = cutChunks("aaa\nbbb\nccc", 4);
    expect(chunks).toHaveLength(3);
    expect([0, 3, 4, 10, 11].map((offset) => chunkAt(chunks, offset))).toEqual([0, 0, 1, 2, 2]);
  });

  test("an empty text and one endless line are one block", () => {
    expect(cutChunks("")).toEqual([{ start: 0, end: 0 }]);
    expect(cutChunks("x".repeat(9000))).toHaveLength(1);
  });
});

describe("snap", () => {
  const text = "First one.  Ada Lovelace met\r\n👨‍👩‍👧 e\u0301toile there. Last.";
  const pick = (from: string, to: string, granularity: Parameters<typeof snap>[2]): string | null => {
    const range = snap(text, { start: text.indexOf(from), end: text.indexOf(to) + to.length }, granularity);
    return range === null ? null : text.slice(range.start, range.end);
  };

  test.each([
    ["da L", "da L", "symbol", "da L"],
    ["da L", "da L", "word", "Ada Lovelace"],
    [" Ada ", " Ada ", "symbol", "Ada"],
    ["ovel", "ovel", "sentence", "Ada Lovelace met"],
    ["e", "e", "paragraph", "First one.  Ada Lovelace met"],
    ["👩", "👩", "symbol", "👨‍👩‍👧"],
    ["\u0301t", "\u0301t", "symbol", "e\u0301t"],
  ] as const)("%j to %j by %s", (from, to, granularity, expected) => {
    expect(pick(from, to, granularity)).toBe(expected);
  });

  test("white space alone is nothing", () => {
    expect(snap(text, { start: 10, end: 12 }, "symbol")).toBeNull();
  });
});
