/** The statistics of a project over the public API. */

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "./http";
import { projectKeys } from "./queries";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Dashboard = Readonly<Schemas["DashboardRead"]>;
export type DashboardDay = Readonly<Schemas["DayRead"]>;
export type Annotator = Readonly<Schemas["AnnotatorWork"]>;
export type Reviewer = Readonly<Schemas["ReviewerRead"]>;
export type LabelsOfControl = Readonly<Schemas["LabelsRead"]>;
export type Agreement = Readonly<Schemas["AgreementRead"]>;
export type Person = Readonly<Schemas["PersonRead"]>;
export type DashboardTable = "days" | "annotators" | "reviewers" | "labels" | "agreement";

/** Days in UTC, both included; without one there is no end on that side. */
export interface DaySpan {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const WHILE_UNKNOWN_MS = 2_000;

const path = (project: number) => `/api/projects/${project}/dashboard`;

/** Asked again and again until the project was counted once. */
export const dashboardOptions = (project: number, span: DaySpan) =>
  queryOptions({
    queryKey: [...projectKeys.one(project), "dashboard", span.from ?? null, span.to ?? null],
    queryFn: ({ signal }) => request<Dashboard>(path(project), { query: { ...span }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.computed_at === null ? WHILE_UNKNOWN_MS : false),
  });

/** Has the project counted now; answers with the job that does it. */
export async function countProject(project: number): Promise<number> {
  return (await request<Schemas["Refreshed"]>(`${path(project)}/refresh`, { method: "POST" })).job;
}

/** Where a table of the dashboard is downloaded. */
export function tableAddress(project: number, table: DashboardTable, span: DaySpan): string {
  const query = new URLSearchParams({ table });
  if (span.from !== undefined) query.set("from", span.from);
  if (span.to !== undefined) query.set("to", span.to);
  return `${path(project)}/export?${query.toString()}`;
}
