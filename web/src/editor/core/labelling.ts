/**
 * Shapes drawn by one control and labelled by another: two items with one id on the wire, one region in the editor.
 *
 * The labels live with the region; the second item keeps its place in the list and is written from the region.
 */

import type { Codecs } from "./codec";
import { type Entry, isRegion, type RegionEntry } from "./entries";

/** Gives shapes the labels that stand in an item of their own; such an item without its shape is kept as it is. */
export function joinLabels(entries: readonly Entry[], codecs: Codecs): readonly Entry[] {
  const items = new Map<string, Entry>();
  for (const entry of entries) {
    if (entry.value.kind === "labelling" && entry.id !== "" && !items.has(entry.id)) items.set(entry.id, entry);
  }
  const joined = new Set<Entry>();
  const shapes = entries.map((entry) => {
    const item = isRegion(entry) ? items.get(entry.id) : undefined;
    if (!isRegion(entry) || item?.value.kind !== "labelling" || joined.has(item)) return entry;
    if (codecs.get(entry.fromName)?.labelledBy !== item.fromName) return entry;
    joined.add(item);
    return { ...entry, value: { ...entry.value, labels: item.value.labels } };
  });
  return shapes.map((entry) =>
    entry.value.kind === "labelling" && !joined.has(entry) ? { ...entry, value: { kind: "opaque" } } : entry,
  );
}

/** The entries to write: items that name labels follow their region, come up with its first label and go with its last. */
export function withLabelling(
  entries: readonly Entry[],
  codecs: Codecs,
  regions: ReadonlyMap<string, RegionEntry>,
): readonly Entry[] {
  const named = new Set(entries.flatMap((entry) => (entry.value.kind === "labelling" ? [entry.id] : [])));
  return entries.flatMap((entry): readonly Entry[] => {
    if (entry.value.kind === "labelling") {
      const region = regions.get(entry.id);
      if (region?.edited !== true) return [entry];
      const { labels } = region.value;
      return labels.length === 0 ? [] : [{ ...entry, value: { kind: "labelling", labels }, origin: region.origin }];
    }
    return isRegion(entry) && !named.has(entry.id) ? [entry, ...labelItem(entry, codecs)] : [entry];
  });
}

function labelItem(region: RegionEntry, codecs: Codecs): readonly Entry[] {
  const fromName = codecs.get(region.fromName)?.labelledBy;
  const type = fromName === undefined ? undefined : codecs.get(fromName)?.type;
  const { labels } = region.value;
  if (fromName === undefined || type === undefined || labels.length === 0) return [];
  return [{ ...region, fromName, type, value: { kind: "labelling", labels }, source: null, edited: true }];
}
