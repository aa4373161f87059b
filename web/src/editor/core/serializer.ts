/** `result` lists to entries and back. What was not changed comes out exactly as it came in. */

import type { Codecs } from "./codec";
import { type Entry, type EntryValue, isRegion, type RegionEntry } from "./entries";
import { isArray, isObject, type Json, type JsonObject, toNumber, toText } from "./json";
import { joinLabels, withLabelling } from "./labelling";
import type { RegionStore } from "./store";

const OPAQUE: EntryValue = { kind: "opaque" };

function readValue(item: JsonObject, codecs: Codecs): EntryValue {
  if (item.type === "relation") {
    const from = toText(item.from_id);
    const to = toText(item.to_id);
    return from === null || to === null ? OPAQUE : { kind: "relation", from, to };
  }
  const codec = codecs.get(toText(item.from_name) ?? "");
  if (codec === undefined || codec.type !== item.type) return OPAQUE;
  return codec.read(item) ?? OPAQUE;
}

function readItem(item: Json, key: string, codecs: Codecs): Entry {
  const source: JsonObject = isObject(item) ? item : {};
  return {
    key,
    id: toText(source.id) ?? "",
    fromName: toText(source.from_name) ?? "",
    toName: toText(source.to_name) ?? "",
    type: toText(source.type) ?? "",
    value: readValue(source, codecs),
    origin: toText(source.origin),
    score: toNumber(source.score),
    locked: source.readonly === true,
    parentId: toText(source.parentID),
    extras: {},
    source: isObject(item) ? item : { [BARE]: item },
    edited: false,
  };
}

/** Where an item is no object at all, it is kept under this name. */
const BARE = "\u0000item";

/** Reads a result list. An item this editor does not understand becomes an opaque entry; nothing is refused. */
export function readResult(result: Json, codecs: Codecs): readonly Entry[] {
  const items = isArray(result) ? result : [];
  const used = new Set<string>();
  const entries = items.map((item, index) => {
    const id = isObject(item) ? (toText(item.id) ?? "") : "";
    const fromName = isObject(item) ? (toText(item.from_name) ?? "") : "";
    let key =
      [id, `${id}/${fromName}`].find((candidate) => candidate !== "" && candidate !== "/" && !used.has(candidate)) ??
      `#${index}`;
    while (used.has(key)) key = `${key}#`;
    used.add(key);
    return readItem(item, key, codecs);
  });
  return joinLabels(entries, codecs);
}

interface WriteOptions {
  /** Entries to leave out, such as answers to questions that are hidden now. */
  readonly omit?: (entry: Entry) => boolean;
}

/** Writes the result list in the order of the store. */
export function writeResult(store: RegionStore, codecs: Codecs, { omit }: WriteOptions = {}): Json[] {
  const regions = regionsById(store);
  const items: Json[] = [];
  for (const entry of withLabelling([...store.entries()], codecs, regions)) {
    if (!(omit?.(entry) ?? false)) items.push(writeItem(entry, codecs, regions));
  }
  return items;
}

/** Regions by id: their place is repeated in the answers about them. */
function regionsById(store: RegionStore): ReadonlyMap<string, RegionEntry> {
  const regions = new Map<string, RegionEntry>();
  for (const entry of store.entries()) if (isRegion(entry)) regions.set(entry.id, entry);
  return regions;
}

function previousValue(entry: Entry): JsonObject {
  const value = entry.source?.value;
  return isObject(value) ? value : {};
}

function writeItem(entry: Entry, codecs: Codecs, regions: ReadonlyMap<string, RegionEntry>): Json {
  const bare = entry.source?.[BARE];
  if (bare !== undefined) return bare;
  const region = isRegion(entry) ? undefined : regions.get(entry.id);
  const untouched = !entry.edited && !(region?.edited ?? false);
  if (entry.source !== null && untouched) return entry.source;
  const codec = codecs.get(entry.fromName);
  if (codec === undefined || entry.value.kind === "opaque") return entry.source ?? {};
  const previous = previousValue(entry);
  const place = region === undefined ? {} : (codecs.get(region.fromName)?.place?.(region.value, previous) ?? {});
  const value = { ...previous, ...place, ...codec.write(entry.value, previous) };
  const placeKeys = region === undefined ? {} : { ...region.extras, ...pick(region.source, PLACE_KEYS) };
  return { ...placeKeys, ...head(entry), ...entry.extras, ...flags(entry), value };
}

const PLACE_KEYS = ["original_width", "original_height", "image_rotation", "item_index", "original_length"];

function pick(source: JsonObject | null, keys: readonly string[]): JsonObject {
  const result: Record<string, Json> = {};
  for (const key of keys) {
    const value = source?.[key];
    if (value !== undefined) result[key] = value;
  }
  return result;
}

function head(entry: Entry): JsonObject {
  if (entry.source !== null) return entry.source;
  return { id: entry.id, from_name: entry.fromName, to_name: entry.toName, type: entry.type };
}

/** Flags are written only where they say something, or said something before. */
function flags(entry: Entry): JsonObject {
  const result: Record<string, Json> = {};
  const source = entry.source ?? {};
  if (entry.origin !== null) result.origin = entry.origin;
  if (entry.locked || source.readonly !== undefined) result.readonly = entry.locked;
  if (entry.parentId !== null || source.parentID !== undefined) result.parentID = entry.parentId;
  return result;
}
