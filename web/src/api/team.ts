/** Who is in a project, and which tasks are given to whom, over the public API. */

import { queryOptions } from "@tanstack/react-query";
import { request, send } from "./http";
import { projectKeys } from "./queries";
import type { components } from "./schema";
import type { Role } from "./session";
import type { FilterGroup, SelectedItems } from "./views";

type Schemas = components["schemas"];

export type ProjectPerson = Readonly<
  Pick<Schemas["ProjectPerson"], "id" | "email" | "first_name" | "last_name" | "implicit_member">
> & { readonly project_role: Role };

export interface ProjectPeople {
  readonly count: number;
  readonly results: readonly ProjectPerson[];
}

/** People on one page of the server's list; its greatest. */
const MOST_PEOPLE = 1000;

const members = (projectId: number): string => `/api/projects/${projectId}/members`;

export function listProjectPeople(projectId: number, signal?: AbortSignal): Promise<ProjectPeople> {
  return request<ProjectPeople>(`${members(projectId)}/paginated`, { query: { page_size: MOST_PEOPLE }, signal });
}

export const projectPeopleOptions = (projectId: number) =>
  queryOptions({
    queryKey: [...projectKeys.one(projectId), "people"],
    queryFn: ({ signal }) => listProjectPeople(projectId, signal),
    staleTime: 60_000,
  });

export async function addProjectMember(projectId: number, user: number): Promise<void> {
  await send(members(projectId), { method: "POST", body: { user } });
}

export async function removeProjectMember(projectId: number, user: number): Promise<void> {
  await send(members(projectId), { method: "DELETE", query: { user } });
}

export interface Assignment {
  /** To annotate, or to review. */
  readonly type: "AN" | "RE";
  readonly users: readonly number[];
  readonly selectedItems: SelectedItems;
  readonly filters?: FilterGroup | undefined;
  /** Spread in turn, so that each task gets this many of the users; without it everybody gets every task. */
  readonly users_per_task?: number | undefined;
  /** Taken away from whom they were given to before. */
  readonly replace: boolean;
}

export function assignTasks(projectId: number, assignment: Assignment): Promise<{ readonly assignments: number }> {
  return request<{ readonly assignments: number }>(`/api/projects/${projectId}/tasks/assignees`, {
    method: "POST",
    body: assignment,
  });
}
