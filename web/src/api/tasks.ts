/** Tasks over the public API: pages, import and export. */

import { address, request, send } from "./http";
import { type UploadOptions, upload } from "./upload";

export interface Task {
  readonly id: number;
  readonly inner_id: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly is_labeled: boolean;
  readonly total_annotations: number;
  readonly cancelled_annotations: number;
  readonly total_predictions: number;
  readonly annotators: readonly number[];
  readonly created_at: string;
  readonly updated_at: string;
}

export interface TaskPage {
  readonly total: number;
  readonly tasks: readonly Task[];
}

export interface ImportResult {
  readonly task_count: number;
  readonly annotation_count: number;
  readonly prediction_count: number;
  readonly could_be_tasks_list: boolean;
  readonly found_formats: Readonly<Record<string, number>>;
  readonly data_columns: readonly string[];
}

export interface ExportFormat {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly tags?: readonly string[];
  readonly disabled?: boolean;
}

export function listTasks(projectId: number, page: number, pageSize: number, signal?: AbortSignal): Promise<TaskPage> {
  return request<TaskPage>("/api/tasks", {
    query: { project: projectId, page, page_size: pageSize, fields: "all" },
    signal,
  });
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
  readonly allTasks: boolean;
}

/** The export as a stream; the caller reads it and so sees its progress. */
export function openExport(projectId: number, query: ExportQuery, signal?: AbortSignal): Promise<Response> {
  const path = address(`/api/projects/${projectId}/export`, {
    exportType: query.exportType,
    download_all_tasks: query.allTasks,
  });
  return send(path, { headers: { Accept: "*/*" }, signal });
}
