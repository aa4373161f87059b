/** Which tasks are ticked: some, or all that match but some. */

import type { SelectedItems } from "../../api/views";

export interface Selection {
  readonly all: boolean;
  /** The ticked ones, or with `all` those that are not. */
  readonly ids: ReadonlySet<number>;
}

export const NOTHING_SELECTED: Selection = { all: false, ids: new Set() };
export const ALL_SELECTED: Selection = { all: true, ids: new Set() };

export function isSelected(selection: Selection, id: number): boolean {
  return selection.all !== selection.ids.has(id);
}

/** Ticks or unticks tasks. */
export function withTicks(selection: Selection, ids: readonly number[], on: boolean): Selection {
  const next = new Set(selection.ids);
  for (const id of ids) {
    if (on === selection.all) next.delete(id);
    else next.add(id);
  }
  return { all: selection.all, ids: next };
}

export function countSelected(selection: Selection, total: number): number {
  return selection.all ? Math.max(total - selection.ids.size, 0) : selection.ids.size;
}

/** As an action takes it. */
export function selectedItems(selection: Selection): SelectedItems {
  const ids = [...selection.ids];
  return selection.all ? { all: true, excluded: ids } : { all: false, included: ids };
}
