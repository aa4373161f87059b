/** The state of the data page in its address: the tab, what differs from it, and the task that is looked at. */

import type { FilterCondition, FilterGroup, FilterItem } from "../../api/views";

export interface DataSearch {
  /** The saved tab; none for all tasks. */
  readonly tab?: number;
  readonly filters?: FilterGroup;
  readonly order?: readonly string[];
  readonly layout?: "table" | "grid";
  /** Columns that are shown, in order. */
  readonly columns?: readonly string[];
  readonly pinned?: readonly string[];
  readonly widths?: Readonly<Record<string, number>>;
  /** The task in the preview. */
  readonly preview?: number;
}

export type SearchChange = { readonly [Key in keyof DataSearch]?: DataSearch[Key] | undefined };

type Raw = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

function isCondition(item: Raw): boolean {
  return typeof item["filter"] === "string" && typeof item["operator"] === "string" && typeof item["type"] === "string";
}

function readItem(item: unknown): FilterItem | undefined {
  if (!isObject(item)) return undefined;
  if (Array.isArray(item["items"])) return readFilters(item);
  // The server judges columns, operators and values; here only the shape counts.
  return isCondition(item) ? (item as unknown as FilterCondition) : undefined;
}

/** A filter of the right shape; items of another shape are left out. */
export function readFilters(value: unknown): FilterGroup | undefined {
  if (!isObject(value) || !Array.isArray(value["items"])) return undefined;
  const items = value["items"].map(readItem).filter((item) => item !== undefined);
  return { conjunction: value["conjunction"] === "or" ? "or" : "and", items };
}

function readId(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

function readWidths(value: unknown): Readonly<Record<string, number>> | undefined {
  if (!isObject(value)) return undefined;
  const widths: Record<string, number> = {};
  for (const [column, width] of Object.entries(value)) {
    if (typeof width === "number" && width > 0) widths[column] = width;
  }
  return widths;
}

/** What stands in the address; what makes no sense is nothing, and said to be: the router keeps what is not spoken of. */
export function dataSearch(raw: Raw): SearchChange {
  const layout = raw["layout"];
  return {
    tab: readId(raw["tab"]),
    filters: readFilters(raw["filters"]),
    order: isTexts(raw["order"]) ? raw["order"] : undefined,
    layout: layout === "grid" || layout === "table" ? layout : undefined,
    columns: isTexts(raw["columns"]) ? raw["columns"] : undefined,
    pinned: isTexts(raw["pinned"]) ? raw["pinned"] : undefined,
    widths: readWidths(raw["widths"]),
    preview: readId(raw["preview"] ?? raw["task"]),
  };
}

/** The state without keys that say nothing. */
export function withoutNothing(change: SearchChange): DataSearch {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as DataSearch;
}
