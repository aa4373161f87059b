/** The region list as flat rows: groups by label, filtered, folded. */

import type { RegionEntry } from "../core/entries";

export interface GroupRow {
  readonly kind: "group";
  readonly name: string;
  readonly count: number;
  readonly folded: boolean;
}

export interface RegionRow {
  readonly kind: "region";
  readonly key: string;
}

export type ListRow = GroupRow | RegionRow;

export interface Listed {
  readonly region: RegionEntry;
  readonly name: string;
  /** The covered text, or nothing for shapes. */
  readonly text: string;
  readonly number: number;
}

function matches({ name, text, number }: Listed, filter: string): boolean {
  const wanted = filter.trim().toLowerCase();
  if (wanted === "") return true;
  return name.toLowerCase().includes(wanted) || text.toLowerCase().includes(wanted) || String(number) === wanted;
}

/** Rows in order; groups in the order in which their labels appear. */
export function listRows(
  regions: readonly Listed[],
  {
    filter,
    grouped,
    folded,
  }: { readonly filter: string; readonly grouped: boolean; readonly folded: ReadonlySet<string> },
): readonly ListRow[] {
  const shown = regions.filter((listed) => matches(listed, filter));
  if (!grouped) return shown.map((listed) => ({ kind: "region", key: listed.region.key }));
  const groups = new Map<string, Listed[]>();
  for (const listed of shown) {
    const group = groups.get(listed.name);
    if (group === undefined) groups.set(listed.name, [listed]);
    else group.push(listed);
  }
  return [...groups].flatMap(([name, members]): ListRow[] => {
    const isFolded = folded.has(name);
    const rows = isFolded ? [] : members.map((listed): ListRow => ({ kind: "region", key: listed.region.key }));
    return [{ kind: "group", name, count: members.length, folded: isFolded }, ...rows];
  });
}

/** The region rows alone, in the order they are seen. */
export function regionOrder(rows: readonly ListRow[]): readonly string[] {
  return rows.flatMap((row) => (row.kind === "region" ? [row.key] : []));
}
