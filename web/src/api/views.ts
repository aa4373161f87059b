/** The data manager over the public API: tabs, columns, filters, actions. */

import { request, send } from "./http";
import type { components } from "./schema";
import type { Permission } from "./session";

type Schemas = components["schemas"];

export type ValueType = "Number" | "Datetime" | "Boolean" | "String" | "List" | "Unknown";

export type Operator =
  | "equal"
  | "not_equal"
  | "less"
  | "greater"
  | "less_or_equal"
  | "greater_or_equal"
  | "in"
  | "not_in"
  | "in_list"
  | "not_in_list"
  | "empty"
  | "contains"
  | "not_contains"
  | "regex";

export type Scalar = string | number | boolean;

export interface Range {
  readonly min?: Scalar | null;
  readonly max?: Scalar | null;
}

export type FilterValue = Scalar | Range | readonly Scalar[];

export interface FilterCondition {
  /** `filter:tasks:` and the column. */
  readonly filter: string;
  readonly operator: Operator;
  readonly type: ValueType;
  readonly value: FilterValue;
}

export interface FilterGroup {
  readonly conjunction: "and" | "or";
  readonly items: readonly FilterItem[];
}

export type FilterItem = FilterCondition | FilterGroup;

export interface SelectedItems {
  readonly all: boolean;
  readonly included?: readonly number[];
  readonly excluded?: readonly number[];
}

export interface TaskQuery {
  readonly filters?: FilterGroup;
  readonly ordering?: readonly string[];
  readonly selectedItems?: SelectedItems;
}

/** What a tab keeps; clients may keep more. */
export interface ViewData {
  readonly title?: string;
  readonly type?: "list" | "grid";
  readonly filters?: FilterGroup;
  readonly ordering?: readonly string[];
  readonly hiddenColumns?: { readonly explore?: readonly string[]; readonly labeling?: readonly string[] };
  readonly shownColumns?: readonly string[];
  readonly pinnedColumns?: readonly string[];
  readonly columnsWidth?: Readonly<Record<string, number>>;
  readonly [more: string]: unknown;
}

export type View = Readonly<Pick<Schemas["ViewRead"], "id" | "project" | "user" | "order">> & {
  readonly data: ViewData;
};

export type Column = Readonly<Pick<Schemas["Column"], "id" | "title" | "type">> & {
  readonly parent?: string | null;
  readonly value_type: ValueType;
};

export interface TaskAction {
  readonly id: string;
  readonly title: string;
  readonly permission: Permission;
  readonly dialog: { readonly text?: string };
}

export interface ActionResult {
  readonly processed_items: number;
  readonly detail?: string;
}

export function listViews(projectId: number, signal?: AbortSignal): Promise<readonly View[]> {
  return request<readonly View[]>("/api/dm/views", { query: { project: projectId }, signal });
}

export function createView(projectId: number, data: ViewData): Promise<View> {
  return request<View>("/api/dm/views", { method: "POST", body: { project: projectId, data } });
}

export function updateView(id: number, data: ViewData): Promise<View> {
  return request<View>(`/api/dm/views/${id}`, { method: "PATCH", body: { data } });
}

export async function deleteView(id: number): Promise<void> {
  await send(`/api/dm/views/${id}`, { method: "DELETE" });
}

export async function orderViews(projectId: number, ids: readonly number[]): Promise<void> {
  await send("/api/dm/views/order", { method: "POST", body: { project: projectId, ids } });
}

export async function listColumns(projectId: number, signal?: AbortSignal): Promise<readonly Column[]> {
  const answer = await request<{ readonly columns: readonly Column[] }>("/api/dm/columns", {
    query: { project: projectId },
    signal,
  });
  return answer.columns;
}

export function listActions(projectId: number, signal?: AbortSignal): Promise<readonly TaskAction[]> {
  return request<readonly TaskAction[]>("/api/dm/actions", { query: { project: projectId }, signal });
}

export function runAction(projectId: number, id: string, query: TaskQuery): Promise<ActionResult> {
  return request<ActionResult>("/api/dm/actions", { method: "POST", query: { project: projectId, id }, body: query });
}
