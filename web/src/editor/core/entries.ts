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

/** Chosen answers; each is the path from the root of the choices, of length one unless choices are nested. */
export interface ChoicesValue {
  readonly kind: "choices";
  readonly chosen: readonly (readonly string[])[];
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

export type RegionValue = SpanValue | BoxValue;
export type EntryValue = RegionValue | ChoicesValue | RelationValue | OpaqueValue;

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

export function isRegionValue(value: EntryValue): value is RegionValue {
  return value.kind === "span" || value.kind === "box";
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
