/** Projects over the public API. */

import type { ConfigIssue } from "./api-error";
import { request, send } from "./http";
import type { components } from "./schema";

type ProjectRead = components["schemas"]["ProjectRead"];

export interface ControlInput {
  readonly type: string;
}

export interface Control {
  readonly type: string;
  readonly inputs?: readonly ControlInput[];
  readonly labels?: readonly string[];
  readonly labels_attrs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What the pages show of a project; the sets that the document leaves open are closed here. */
export type Project = Readonly<
  Pick<
    ProjectRead,
    | "id"
    | "title"
    | "description"
    | "label_config"
    | "task_number"
    | "finished_task_number"
    | "total_annotations_number"
    | "total_predictions_number"
    | "queue_total"
    | "queue_done"
    | "queue_left"
    | "maximum_annotations"
    | "show_skip_button"
    | "enable_empty_annotation"
    | "show_collab_predictions"
    | "start_training_on_annotation_update"
    | "show_instruction"
    | "expert_instruction"
    | "enable_review"
    | "review_percentage"
    | "created_at"
    | "updated_at"
    | "pinned_at"
    | "rev"
  >
> & {
  readonly parsed_label_config: Readonly<Record<string, Control>>;
  readonly sampling: Sampling;
  readonly skip_queue: SkipQueue;
  readonly review_settings: ReviewSettings;
  readonly assignment_settings: AssignmentSettings;
};

export interface ReviewSettings {
  readonly requeue_rejected_tasks_mode: "requeue" | "remove" | "flexible";
  readonly require_comment_on_reject: boolean;
  readonly only_finished_tasks: boolean;
  readonly review_own_work: boolean;
}

export interface AssignmentSettings {
  readonly label_stream_task_distribution: "auto_distribution" | "assigned_only";
}

export type Sampling = "Sequential sampling" | "Uniform sampling" | "Uncertainty sampling";
export type SkipQueue = "REQUEUE_FOR_ME" | "REQUEUE_FOR_OTHERS" | "IGNORE_SKIPPED";

export type ProjectChange = Partial<
  Pick<
    Project,
    | "title"
    | "description"
    | "label_config"
    | "maximum_annotations"
    | "skip_queue"
    | "sampling"
    | "show_skip_button"
    | "enable_empty_annotation"
    | "show_instruction"
    | "expert_instruction"
    | "start_training_on_annotation_update"
    | "enable_review"
    | "review_percentage"
    | "review_settings"
    | "assignment_settings"
    | "pinned_at"
  >
>;

export interface ProjectPage {
  readonly count: number;
  readonly results: readonly Project[];
}

export interface ProjectListQuery {
  readonly page: number;
  readonly page_size: number;
  readonly search: string;
  readonly ordering: string;
}

export interface ConfigCheck {
  readonly issues: readonly ConfigIssue[];
}

const PATH = "/api/projects";

export function listProjects(query: ProjectListQuery, signal?: AbortSignal): Promise<ProjectPage> {
  const { search, ordering, ...page } = query;
  return request<ProjectPage>(PATH, {
    query: { ...page, ordering: ordering || undefined, search: search || undefined },
    signal,
  });
}

export function getProject(id: number, signal?: AbortSignal): Promise<Project> {
  return request<Project>(`${PATH}/${id}`, { signal });
}

/** Titles of some projects, as far as the caller sees them. */
export async function projectTitles(
  ids: readonly number[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<number, string>> {
  const query = { ids: ids.join(","), include: "id,title", page_size: ids.length };
  const { results } = await request<ProjectPage>("/api/projects", { query, signal });
  return new Map(results.map(({ id, title }) => [id, title]));
}

export function createProject(body: ProjectChange): Promise<Project> {
  return request<Project>(PATH, { method: "POST", body });
}

/** Changes fields; refused with 412 when somebody changed the project since `rev`. */
export function updateProject(id: number, change: ProjectChange, rev?: number): Promise<Project> {
  const headers = rev === undefined ? {} : { "If-Match": `"${rev}"` };
  return request<Project>(`${PATH}/${id}`, { method: "PATCH", body: change, headers });
}

export async function deleteProject(id: number): Promise<void> {
  await send(`${PATH}/${id}`, { method: "DELETE" });
}

export function duplicateProject(
  id: number,
  title: string,
  mode: "settings" | "settings,data",
): Promise<{ readonly id: number }> {
  return request<{ readonly id: number }>(`${PATH}/${id}/duplicate`, { method: "POST", body: { title, mode } });
}

/** Checks a labeling config; one with errors is a refusal that carries its issues. */
export function checkConfig(config: string, projectId: number | undefined, signal?: AbortSignal): Promise<ConfigCheck> {
  const path = projectId === undefined ? `${PATH}/validate` : `${PATH}/${projectId}/validate`;
  return request<ConfigCheck>(path, { method: "POST", body: { label_config: config }, signal });
}
