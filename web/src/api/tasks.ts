/** Tasks over the public API: pages, import and export. */

import { request, send } from "./http";
import type { components } from "./schema";
import { type UploadOptions, upload } from "./upload";
import type { FilterGroup, TaskQuery } from "./views";

type Schemas = components["schemas"];

/** What the pages show of a task. */
export type Task = Readonly<
  Pick<
    Schemas["TaskRead"],
    | "id"
    | "inner_id"
    | "data"
    | "is_labeled"
    | "total_annotations"
    | "cancelled_annotations"
    | "total_predictions"
    | "created_at"
    | "updated_at"
  >
> & {
  readonly annotators: readonly number[];
  readonly updated_by: readonly { readonly user_id: number }[];
  readonly annotations: readonly { readonly completed_by?: unknown; readonly result: readonly ResultItem[] }[];
  readonly predictions: readonly { readonly result: readonly ResultItem[] }[];
  readonly predictions_score: number | null;
  readonly [column: string]: unknown;
};

/** One item of a result; its value holds what was labelled under the name of its kind. */
export interface ResultItem {
  readonly type?: string;
  readonly from_name?: string;
  readonly value?: Readonly<Record<string, unknown>>;
}

export type TaskPage = Readonly<Pick<Schemas["TaskPage"], "total">> & { readonly tasks: readonly Task[] };

export type ImportResult = Readonly<
  Pick<
    Schemas["ImportRead"],
    "task_count" | "annotation_count" | "prediction_count" | "could_be_tasks_list" | "data_columns"
  >
>;

export interface ExportFormat {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly tags?: readonly string[];
  readonly disabled?: boolean;
}

export function listTasks(
  projectId: number,
  query: TaskQuery,
  page: number,
  pageSize: number,
  signal?: AbortSignal,
): Promise<TaskPage> {
  return request<TaskPage>("/api/tasks", {
    query: { project: projectId, query: JSON.stringify(query), page, page_size: pageSize, fields: "all" },
    signal,
  });
}

export type Draft = Readonly<Pick<Schemas["DraftRead"], "id" | "task" | "updated_at">> & {
  readonly result: readonly ResultItem[];
};

/** The caller's drafts on a task. */
export function listDrafts(taskId: number, signal?: AbortSignal): Promise<readonly Draft[]> {
  return request<readonly Draft[]>(`/api/tasks/${taskId}/drafts`, { signal });
}

export function getTask(taskId: number, signal?: AbortSignal): Promise<Task> {
  return request<Task>(`/api/tasks/${taskId}`, { signal });
}

/** Uploads one file, with progress. All or nothing: a file with one bad record brings no task. */
export function importFile(projectId: number, file: File, options: UploadOptions): Promise<ImportResult> {
  const form = new FormData();
  form.append("file", file, file.name);
  return upload<ImportResult>(`/api/projects/${projectId}/import`, form, options);
}

/** Lets the server fetch the tasks from an address. */
export function importUrl(projectId: number, url: string, signal?: AbortSignal): Promise<ImportResult> {
  const form = new FormData();
  form.append("url", url);
  return request<ImportResult>(`/api/projects/${projectId}/import`, { method: "POST", body: form, signal });
}

export function listExportFormats(projectId: number, signal?: AbortSignal): Promise<readonly ExportFormat[]> {
  return request<readonly ExportFormat[]>(`/api/projects/${projectId}/export/formats`, { signal });
}

export interface ExportQuery {
  readonly exportType: string;
  /** Tasks without annotations as well. */
  readonly allTasks: boolean;
  /** Only tasks that this leaves. */
  readonly filters?: FilterGroup | undefined;
}

/** The export as a stream; the caller reads it and so sees its progress. */
export function openExport(projectId: number, query: ExportQuery, signal?: AbortSignal): Promise<Response> {
  const path = `/api/projects/${projectId}/export`;
  const headers = { Accept: "*/*" };
  const { exportType, allTasks, filters } = query;
  if (filters === undefined) {
    return send(path, { query: { exportType, download_all_tasks: allTasks }, headers, signal });
  }
  // In the body, as a filter may be too long for an address.
  const body = { export_type: exportType, download_all_tasks: allTasks, filters };
  return send(path, { method: "POST", body, headers, signal });
}
