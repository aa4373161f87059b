/** Background jobs over the public API: the latest ones, and every change as it happens. */

import { queryOptions } from "@tanstack/react-query";
import { request, send } from "./http";
import type { components } from "./schema";

export type Job = Readonly<components["schemas"]["JobRead"]>;
export type JobPage = Readonly<Pick<components["schemas"]["JobPage"], "count">> & { readonly results: readonly Job[] };

const SHOWN = 50;
const WHILE_RUNNING_MS = 5_000;
const OTHERWISE_MS = 60_000;

/** Newest first. */
export async function listJobs(signal?: AbortSignal): Promise<readonly Job[]> {
  return (await request<JobPage>("/api/jobs", { query: { page_size: SHOWN }, signal })).results;
}

export async function cancelJob(id: number): Promise<void> {
  await send(`/api/jobs/${id}/cancel`, { method: "POST" });
}

export async function retryJob(id: number): Promise<void> {
  await send(`/api/jobs/${id}/retry`, { method: "POST" });
}

/** Whether there is more to come of a job by itself. */
export function isUnfinished(job: Job): boolean {
  return job.state === "queued" || job.state === "running";
}

export const jobKeys = { all: ["jobs"] as const };

/** Asked again now and then; while something runs, often enough even where the stream of changes is refused. */
export const jobsOptions = queryOptions({
  queryKey: jobKeys.all,
  queryFn: ({ signal }) => listJobs(signal),
  refetchInterval: ({ state }) => (state.data?.some(isUnfinished) === true ? WHILE_RUNNING_MS : OTHERWISE_MS),
});

/** The list after one job changed. An event may come twice or late: the newer state stays. */
export function withJob(jobs: readonly Job[], job: Job): readonly Job[] {
  const known = jobs.find(({ id }) => id === job.id);
  if (known === undefined) return [job, ...jobs].sort((a, b) => b.id - a.id).slice(0, SHOWN);
  if (Date.parse(known.changed_at) > Date.parse(job.changed_at)) return jobs;
  return jobs.map((one) => (one.id === job.id ? job : one));
}

/** Calls back with every job that changes, until stopped; the browser reconnects by itself. */
export function followJobs(onJob: (job: Job) => void): () => void {
  const source = new EventSource("/api/jobs/events");
  source.addEventListener("job", (event: MessageEvent<string>) => onJob(JSON.parse(event.data) as Job));
  return () => source.close();
}
