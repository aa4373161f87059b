/** How much alike two regions or two answers are, 0 to 1: the same measures as the server's agreement. */

import type { RegionEntry, RegionValue } from "../core/entries";
import { toNumber } from "../core/json";
import type { Size } from "../media/image/geometry";
import { isShapeValue, outlineIn } from "../tags/Image/outlines";
import { iou } from "./areas";

interface Stretch {
  readonly start: number;
  readonly end: number;
}

function shared(one: Stretch, other: Stretch): number {
  if (one.start === other.start && one.end === other.end) return 1;
  const common = Math.min(one.end, other.end) - Math.max(one.start, other.start);
  const whole = Math.max(one.end, other.end) - Math.min(one.start, other.start);
  return whole > 0 ? Math.max(0, common / whole) : 0;
}

/** The picture's size; where nobody wrote it down percents stand for pixels. */
function pictureOf({ extras, source }: RegionEntry): Size {
  const side = (name: string): number => toNumber(extras[name] ?? source?.[name]) || 100;
  return { width: side("original_width"), height: side("original_height") };
}

function isStretch(value: RegionValue): value is RegionValue & Stretch {
  return value.kind === "span" || value.kind === "interval";
}

/** What two regions share of their places; labels do not matter. */
export function placeLikeness(one: RegionEntry, other: RegionEntry): number {
  const [a, b] = [one.value, other.value];
  if (isStretch(a) && isStretch(b)) return a.kind === b.kind ? shared(a, b) : 0;
  if (!isShapeValue(a) || !isShapeValue(b)) return 0;
  return iou(outlineIn(a, pictureOf(one)), outlineIn(b, pictureOf(other)));
}

export function sameLabels({ value: one }: RegionEntry, { value: other }: RegionEntry): boolean {
  return one.labels.length === other.labels.length && one.labels.every((label) => other.labels.includes(label));
}

/** Share of the chosen that both chose. */
export function choicesLikeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const union = new Set([...one, ...other]);
  const both = [...one].filter((choice) => other.has(choice)).length;
  return union.size === 0 ? 1 : both / union.size;
}

/** 1 less the difference as a share of the greater amount. */
export function numberLikeness(one: number, other: number): number {
  const greatest = Math.max(Math.abs(one), Math.abs(other));
  return greatest === 0 ? 1 : Math.max(0, 1 - Math.abs(one - other) / greatest);
}

/** Words of a text that are compared; the distance takes their product in time. */
const MOST_WORDS = 400;

/** 1 less the word error rate over the longer text. */
export function textLikeness(one: string, other: string): number {
  if (one === other) return 1;
  const words = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
  const [a, b] = [words(one), words(other)];
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 1 : 1 - distance(a, b) / longer;
}

/** Words to change, add or take out. */
function distance(one: readonly string[], other: readonly string[]): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, word] of one.entries()) {
    const next = [index + 1];
    for (const [at, against] of other.entries()) {
      const [above, left, corner] = [row[at + 1] ?? 0, next[at] ?? 0, row[at] ?? 0];
      next.push(Math.min(above + 1, left + 1, corner + (word === against ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
