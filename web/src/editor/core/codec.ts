/** How one control reads and writes the `value` of its result items. */

import type { EntryValue } from "./entries";
import { type Json, type JsonObject, toNumber } from "./json";

export interface Codec {
  /** Result type, such as `rectanglelabels`. */
  readonly type: string;
  /** Null when the item is not what this control makes; it is then carried through untouched. */
  read(item: JsonObject): EntryValue | null;
  /** The keys of `value` this control answers for. `previous` is the `value` as it was read, if it was. */
  write(value: EntryValue, previous: JsonObject): JsonObject;
  /** The keys that say where a region is, repeated in the answers given about it. */
  place?(value: EntryValue, previous: JsonObject): JsonObject;
}

/** The stored spelling of a number while the number is the same. */
export function sameOrNew(previous: Json | undefined, number: number): Json {
  return previous !== undefined && toNumber(previous) === number ? previous : number;
}

/** Writes numbers under their names, keeping the spelling of those that did not change. */
export function writeNumbers(numbers: Readonly<Record<string, number>>, previous: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, sameOrNew(previous[name], number)]));
}
