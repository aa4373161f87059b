/** Export snapshots of a project over the public API. */

import { queryOptions } from "@tanstack/react-query";
import { address, request, send } from "./http";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type ExportStatus = Schemas["ExportStatus"];
export type Conversion = Readonly<Schemas["ConvertedRead"]>;
export type Snapshot = Readonly<
  Pick<Schemas["SnapshotRead"], "id" | "title" | "created_at" | "status" | "counters" | "size" | "job" | "error">
> & {
  readonly created_by: { readonly email: string } | null;
  readonly converted_formats: readonly Conversion[];
};

/** What a snapshot is to hold. */
export interface SnapshotInput {
  readonly title?: string;
  readonly task_filter_options: Readonly<Record<string, string | number>>;
  readonly annotation_filter_options: Readonly<Record<"usual" | "ground_truth" | "skipped", boolean>>;
  readonly serialization_options: Readonly<Record<string, { readonly only_id: boolean }>>;
}

const WHILE_MADE_MS = 1_000;

export function isBeingMade(status: ExportStatus): boolean {
  return status === "created" || status === "in_progress";
}

/** Whether there is more to come of a snapshot by itself. */
export function isUnfinished({ status, converted_formats }: Snapshot): boolean {
  return isBeingMade(status) || converted_formats.some((conversion) => isBeingMade(conversion.status));
}

export const snapshotKeys = { of: (project: number) => ["export-snapshots", project] as const };

function base(project: number): string {
  return `/api/projects/${project}/exports`;
}

/** Newest first; asked again while one is being made. */
export function snapshotOptions(project: number) {
  return queryOptions({
    queryKey: snapshotKeys.of(project),
    queryFn: ({ signal }) => request<readonly Snapshot[]>(base(project), { signal }),
    refetchInterval: ({ state }) => (state.data?.some(isUnfinished) === true ? WHILE_MADE_MS : false),
  });
}

export function makeSnapshot(project: number, body: SnapshotInput): Promise<Snapshot> {
  return request<Snapshot>(base(project), { method: "POST", body });
}

export async function convertSnapshot(project: number, snapshot: number, format: string): Promise<void> {
  await send(`${base(project)}/${snapshot}/convert`, { method: "POST", body: { export_type: format } });
}

export async function deleteSnapshot(project: number, snapshot: number): Promise<void> {
  await send(`${base(project)}/${snapshot}`, { method: "DELETE" });
}

/** Where the browser itself downloads a snapshot, so that its size does not matter. */
export function downloadAddress(project: number, snapshot: number, format: string): string {
  return address(`${base(project)}/${snapshot}/download`, { exportType: format });
}
