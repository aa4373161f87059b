/** Server state that more than one page shows: keys and options of the shared queries. */

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { ApiError, type ConfigIssue } from "./api-error";
import { listUsers } from "./people";
import { checkConfig, getProject, projectTitles } from "./projects";
import { fetchSession } from "./session";

export const sessionOptions = queryOptions({
  queryKey: ["session"],
  queryFn: fetchSession,
  staleTime: 5 * 60_000,
});

export const projectKeys = {
  all: ["projects"] as const,
  lists: ["projects", "list"] as const,
  one: (id: number) => ["projects", "one", id] as const,
  tasks: (id: number) => ["projects", "one", id, "tasks"] as const,
};

export const projectOptions = (id: number) =>
  queryOptions({ queryKey: projectKeys.one(id), queryFn: ({ signal }) => getProject(id, signal) });

/** Titles of some projects by id. */
export const projectTitlesOptions = (ids: readonly number[]) =>
  queryOptions({
    queryKey: [...projectKeys.all, "titles", ids],
    queryFn: ({ signal }) => projectTitles(ids, signal),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });

export const usersOptions = queryOptions({
  queryKey: ["users"],
  queryFn: ({ signal }) => listUsers(signal),
  staleTime: 60_000,
});

async function issuesOf(
  config: string,
  projectId: number | undefined,
  signal: AbortSignal,
): Promise<readonly ConfigIssue[]> {
  try {
    return (await checkConfig(config, projectId, signal)).issues;
  } catch (error) {
    // A config with errors is a 400 that carries them: an answer to the question, not a failure.
    if (error instanceof ApiError && error.status === 400 && error.body.issues !== undefined) return error.body.issues;
    throw error;
  }
}

/** The server's issues with a labeling config; those of the last text stay until the new ones are here. */
export const configIssuesOptions = (config: string, projectId?: number) =>
  queryOptions({
    queryKey: ["config-issues", projectId ?? null, config],
    queryFn: ({ signal }) => issuesOf(config, projectId, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
