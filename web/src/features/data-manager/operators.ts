/** Which operators a column offers, what they are called, and what value they take. */

import type { FilterCondition, FilterItem, FilterValue, Operator, Range, ValueType } from "../../api/views";
import { formatNumber, t } from "../../i18n/t";

const PREFIX = "filter:tasks:";

/** What kind of control asks for the value. */
/** Columns that hold people. */
const PEOPLE: ReadonlySet<string> = new Set(["annotators", "updated_by", "assignees", "reviewers"]);

export type Entry = "text" | "number" | "moment" | "flag" | "person" | "range" | "list";

const ORDERED: readonly Operator[] = [
  "equal",
  "not_equal",
  "less",
  "greater",
  "less_or_equal",
  "greater_or_equal",
  "in",
  "not_in",
  "in_list",
  "empty",
];

const OPERATORS: Readonly<Record<ValueType, readonly Operator[]>> = {
  Number: ORDERED,
  Datetime: ORDERED.filter((operator) => operator !== "in_list"),
  Boolean: ["equal", "empty"],
  String: ["contains", "not_contains", "equal", "not_equal", "in_list", "not_in_list", "regex", "empty"],
  Unknown: ["contains", "not_contains", "equal", "not_equal", "in_list", "not_in_list", "regex", "empty"],
  List: ["contains", "not_contains", "empty"],
};

export function operatorsOf(type: ValueType): readonly Operator[] {
  return OPERATORS[type];
}

export function operatorName(operator: Operator): string {
  return t(`data.op.${operator}`);
}

export function entryOf(type: ValueType, operator: Operator, column: string): Entry {
  if (operator === "empty" || type === "Boolean") return "flag";
  if (operator === "in" || operator === "not_in") return "range";
  if (operator === "in_list" || operator === "not_in_list") return "list";
  if (PEOPLE.has(column)) return "person";
  if (type === "Number") return "number";
  return type === "Datetime" ? "moment" : "text";
}

/** The value to begin with when a control appears. */
export function emptyValue(entry: Entry): FilterValue {
  if (entry === "flag") return true;
  if (entry === "range") return {};
  return entry === "list" ? [] : "";
}

/** Whether the server could do something with the value. */
export function isComplete(value: FilterValue): boolean {
  if (typeof value === "boolean" || typeof value === "number") return true;
  if (typeof value === "string") return value !== "";
  if (isList(value)) return value.length > 0;
  return (value.min ?? "") !== "" || (value.max ?? "") !== "";
}

export function isList(value: FilterValue): value is readonly (string | number | boolean)[] {
  return Array.isArray(value);
}

export function isRange(value: FilterValue): value is Range {
  return typeof value === "object" && !Array.isArray(value);
}

export function isGroup(item: FilterItem): item is Exclude<FilterItem, FilterCondition> {
  return "items" in item;
}

export function columnOf(condition: FilterCondition): string {
  return condition.filter.startsWith(PREFIX) ? condition.filter.slice(PREFIX.length) : condition.filter;
}

export function filterName(column: string): string {
  return PREFIX + column;
}

/** Yes and no, for the status in its own words. */
export function flagText(column: string, value: boolean): string {
  if (column === "completed") return t(value ? "data.done" : "data.todo");
  return t(value ? "data.yes" : "data.no");
}

/** How a value reads in a chip. */
export function valueText(value: FilterValue, nameOf?: (id: number) => string): string {
  if (typeof value === "boolean") return t(value ? "data.yes" : "data.no");
  if (typeof value === "number") return nameOf === undefined ? formatNumber(value) : nameOf(value);
  if (typeof value === "string") return value;
  if (isList(value)) return value.map((item) => valueText(item, nameOf)).join(", ");
  const end = (limit: Range["min"]): string => (limit === undefined || limit === null ? "…" : valueText(limit));
  return `${end(value.min)} – ${end(isRange(value) ? value.max : undefined)}`;
}

/** A list as it is typed: values with commas between; numbers where numbers are meant. */
export function readList(text: string, type: ValueType): readonly (string | number)[] {
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return type === "Number" ? parts.map((part) => (Number.isFinite(Number(part)) ? Number(part) : part)) : parts;
}
