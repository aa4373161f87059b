/** Long text in blocks of about two thousand characters, cut at line ends so that no line is broken in two. */

export interface Chunk {
  readonly start: number;
  readonly end: number;
}

export const CHUNK_SIZE = 2000;

/** Cuts a text; the blocks cover it completely, in order. An empty text is one empty block. */
export function cutChunks(text: string, size: number = CHUNK_SIZE): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  while (text.length - start > size) {
    const lineEnd = text.indexOf("\n", start + size - 1);
    if (lineEnd < 0 || lineEnd + 1 >= text.length) break;
    chunks.push({ start, end: lineEnd + 1 });
    start = lineEnd + 1;
  }
  chunks.push({ start, end: text.length });
  return chunks;
}

/** The index of the block an offset is in; the end of the text belongs to the last one. */
export function chunkAt(chunks: readonly Chunk[], offset: number): number {
  let low = 0;
  let high = chunks.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((chunks[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** First and last block a range touches. */
export function chunksOf(chunks: readonly Chunk[], start: number, end: number): readonly [number, number] {
  return [chunkAt(chunks, start), chunkAt(chunks, Math.max(start, end - 1))];
}
