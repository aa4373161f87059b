/** Snapping a selection to words, sentences or paragraphs. */

export type Granularity = "symbol" | "word" | "sentence" | "paragraph";

export function readGranularity(value: string | null | undefined): Granularity {
  return value === "word" || value === "sentence" || value === "paragraph" ? value : "symbol";
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenter(granularity: "word" | "sentence" | "grapheme"): Intl.Segmenter {
  const known = segmenters.get(granularity);
  if (known !== undefined) return known;
  const made = new Intl.Segmenter(undefined, { granularity });
  segmenters.set(granularity, made);
  return made;
}

/** The line ends around an offset: segmenting one paragraph is enough, and a whole book would be slow. */
function paragraphAt(text: string, offset: number): Range {
  const start = text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
  const stop = text.indexOf("\n", offset);
  return { start: Math.min(start, offset), end: stop < 0 ? text.length : stop };
}

function segmentAt(text: string, offset: number, granularity: "word" | "sentence" | "grapheme"): Range {
  const paragraph = paragraphAt(text, offset);
  if (offset >= paragraph.end) return { start: offset, end: Math.min(text.length, offset + 1) };
  const segment = segmenter(granularity)
    .segment(text.slice(paragraph.start, paragraph.end))
    .containing(offset - paragraph.start);
  if (segment === undefined) return { start: offset, end: offset };
  const start = paragraph.start + segment.index;
  return { start, end: start + segment.segment.length };
}

/** Cuts white space off both ends. */
export function trimRange(text: string, range: Range): Range {
  let { start, end } = range;
  while (start < end && /\s/.test(text.charAt(start))) start++;
  while (end > start && /\s/.test(text.charAt(end - 1))) end--;
  return { start, end };
}

/** Widens a selection to whole characters, words, sentences or paragraphs; null when nothing but white space is left. */
export function snap(text: string, range: Range, granularity: Granularity): Range | null {
  const trimmed = trimRange(text, range);
  if (trimmed.start >= trimmed.end) return null;
  if (granularity === "paragraph") {
    return trimRange(text, {
      start: paragraphAt(text, trimmed.start).start,
      end: paragraphAt(text, trimmed.end - 1).end,
    });
  }
  const unit = granularity === "symbol" ? "grapheme" : granularity;
  const start = segmentAt(text, trimmed.start, unit).start;
  const end = segmentAt(text, trimmed.end - 1, unit).end;
  return trimRange(text, { start, end });
}
