/** What the page shows: a tab's own state, and what the reader has changed since. */

import type { FilterGroup, View, ViewData } from "../../api/views";
import { type DataSearch, readFilters, withoutNothing } from "./search";

export interface ViewState {
  readonly filters: FilterGroup;
  readonly order: readonly string[];
  readonly layout: "table" | "grid";
  /** Undefined: the usual ones. */
  readonly columns: readonly string[] | undefined;
  readonly pinned: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
}

export const NO_FILTERS: FilterGroup = { conjunction: "and", items: [] };

const PLAIN: ViewState = {
  filters: NO_FILTERS,
  order: [],
  layout: "table",
  columns: undefined,
  pinned: [],
  widths: {},
};

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

/** The state that a tab has saved. */
export function savedState(view: View | undefined): ViewState {
  const data = view?.data;
  if (data === undefined) return PLAIN;
  return {
    filters: readFilters(data.filters) ?? NO_FILTERS,
    order: isTexts(data.ordering) ? data.ordering : [],
    layout: data.type === "grid" ? "grid" : "table",
    columns: isTexts(data.shownColumns) ? data.shownColumns : undefined,
    pinned: isTexts(data.pinnedColumns) ? data.pinnedColumns : [],
    widths: data.columnsWidth ?? {},
  };
}

/** The saved state with the changes of the address over it. */
export function currentState(saved: ViewState, search: DataSearch): ViewState {
  return {
    filters: search.filters ?? saved.filters,
    order: search.order ?? saved.order,
    layout: search.layout ?? saved.layout,
    columns: search.columns ?? saved.columns,
    pinned: search.pinned ?? saved.pinned,
    widths: search.widths ?? saved.widths,
  };
}

/** Whether something differs from what is saved. */
export function isEdited(saved: ViewState, current: ViewState): boolean {
  return JSON.stringify(saved) !== JSON.stringify(current);
}

/** What a tab keeps of a state; keys of other clients stay. */
export function dataOf(state: ViewState, title: string, before: ViewData = {}): ViewData {
  return {
    ...before,
    title,
    filters: state.filters,
    ordering: state.order,
    type: state.layout === "grid" ? "grid" : "list",
    ...(state.columns !== undefined && { shownColumns: state.columns }),
    pinnedColumns: state.pinned,
    columnsWidth: state.widths,
  };
}

/** The address of a tab as it is saved, or with changes when they matter. */
export function searchOf(tab: number | undefined, preview?: number): DataSearch {
  return withoutNothing({ tab, preview });
}
