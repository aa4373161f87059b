/** What an annotation is made of inside the editor: one entry for each item of its `result` list. */

import type { JsonObject } from "./json";

/** Code units into the text of the object, `end` exclusive. */
export interface SpanValue {
  readonly kind: "span";
  readonly start: number;
  readonly end: number;
  readonly labels: readonly string[];
}

/** Percent of the picture's width and height; `rotation` in degrees clockwise about the top-left corner. */
export interface BoxValue {
  readonly kind: "box";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rotation: number;
  readonly labels: readonly string[];
}

/** Corners in percent of the picture's width and height, in order. */
export interface PolygonValue {
  readonly kind: "polygon";
  readonly points: readonly PercentPoint[];
  readonly closed: boolean;
  readonly labels: readonly string[];
}

export type PercentPoint = readonly [x: number, y: number];

/** Seconds into a recording; `channel` is the track it was drawn on. */
export interface IntervalValue {
  readonly kind: "interval";
  readonly start: number;
  readonly end: number;
  readonly channel: number;
  readonly labels: readonly string[];
}

/** Chosen answers; each is the path from the root of the choices, of length one unless choices are nested. */
export interface ChoicesValue {
  readonly kind: "choices";
  readonly chosen: readonly (readonly string[])[];
}

/** What was written in answer to a question, one text for each submission. */
export interface TextsValue {
  readonly kind: "texts";
  readonly texts: readonly string[];
}

/** The item that holds the labels of a shape drawn by another control; the labels themselves are kept with the region. */
export interface LabellingValue {
  readonly kind: "labelling";
  readonly labels: readonly string[];
}

export interface RelationValue {
  readonly kind: "relation";
  readonly from: string;
  readonly to: string;
}

/** An item this editor does not understand; carried through untouched. */
export interface OpaqueValue {
  readonly kind: "opaque";
}

export type RegionValue = SpanValue | BoxValue | PolygonValue | IntervalValue;
export type AnswerValue = ChoicesValue | TextsValue;
export type EntryValue = RegionValue | AnswerValue | LabellingValue | RelationValue | OpaqueValue;

export interface Entry {
  /** Unique within the annotation; the item's id where that is unique. */
  readonly key: string;
  /** The id on the wire, shared by all items of one region. Empty for items without one. */
  readonly id: string;
  readonly fromName: string;
  readonly toName: string;
  readonly type: string;
  readonly value: EntryValue;
  readonly origin: string | null;
  readonly score: number | null;
  readonly locked: boolean;
  readonly parentId: string | null;
  /** Keys written beside `value` for a new item, such as the size of the picture. */
  readonly extras: JsonObject;
  /** The item as it was read; null for a new one. */
  readonly source: JsonObject | null;
  /** False as long as `source` still says it all. */
  readonly edited: boolean;
}

export interface RegionEntry extends Entry {
  readonly value: RegionValue;
}

const REGION_KINDS: ReadonlySet<string> = new Set<RegionValue["kind"]>(["span", "box", "polygon", "interval"]);

export function isRegionValue(value: EntryValue): value is RegionValue {
  return REGION_KINDS.has(value.kind);
}

export function isAnswerValue(value: EntryValue): value is AnswerValue {
  return value.kind === "choices" || value.kind === "texts";
}

export function isRegion(entry: Entry | undefined): entry is RegionEntry {
  return entry !== undefined && isRegionValue(entry.value);
}

/** One step: an entry put in, taken out, or replaced. Turned round by exchanging `before` and `after`. */
export interface Change {
  readonly key: string;
  /** Place in the order when the entry is put in or taken out. */
  readonly at: number;
  readonly before: Entry | null;
  readonly after: Entry | null;
}

/** The changes that undo the given ones. */
export function inverse(changes: readonly Change[]): readonly Change[] {
  return changes.map(({ key, at, before, after }) => ({ key, at, before: after, after: before })).reverse();
}
