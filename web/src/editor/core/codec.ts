/** How one control reads and writes the `value` of its result items. */

import type { EntryValue } from "./entries";
import { isArray, type Json, type JsonObject, toNumber } from "./json";

export interface Codec {
  /** Result type, such as `rectanglelabels`. */
  readonly type: string;
  /** The control that labels these regions where that is another one: their labels are written in an item of its own. */
  readonly labelledBy?: string;
  /** Null when the item is not what this control makes; it is then carried through untouched. */
  read(item: JsonObject): EntryValue | null;
  /** The keys of `value` this control answers for. `previous` is the `value` as it was read, if it was. */
  write(value: EntryValue, previous: JsonObject): JsonObject;
  /** The keys that say where a region is, repeated in the answers given about it. */
  place?(value: EntryValue, previous: JsonObject): JsonObject;
}

export type Codecs = ReadonlyMap<string, Codec>;

/** The stored spelling of a number while the number is the same. */
export function sameOrNew(previous: Json | undefined, number: number): Json {
  return previous !== undefined && toNumber(previous) === number ? previous : number;
}

/** Writes numbers under their names, keeping the spelling of those that did not change. */
export function writeNumbers(numbers: Readonly<Record<string, number>>, previous: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, sameOrNew(previous[name], number)]));
}

/** Gives numbers back the spelling they had anywhere in a list read before, so that moved points stay as they were written. */
export function spellingsOf(previous: Json | undefined): (number: number) => Json {
  const known = new Map<number, Json>();
  const collect = (value: Json | undefined): void => {
    const number = toNumber(value);
    if (value !== undefined && number !== null) known.set(number, value);
    else if (isArray(value)) for (const item of value) collect(item);
  };
  collect(previous);
  return (number) => known.get(number) ?? number;
}
