/** Storages of a project over the public API: sources that tasks come from, targets that annotations go to. */

import { queryOptions } from "@tanstack/react-query";
import { request, send } from "./http";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Direction = "import" | "export";
export type StorageKind = "s3" | "localfiles";

type Own = Partial<
  Pick<
    Schemas["S3ImportRead"],
    | "bucket"
    | "prefix"
    | "region_name"
    | "s3_endpoint"
    | "has_credentials"
    | "recursive_scan"
    | "presign"
    | "presign_ttl"
  > &
    Pick<Schemas["LocalImportRead"], "path"> &
    Pick<Schemas["S3ExportRead"], "can_delete_objects">
>;

export type Storage = Readonly<
  Pick<
    Schemas["StorageRead"],
    | "id"
    | "project"
    | "title"
    | "regex_filter"
    | "use_blob_urls"
    | "status"
    | "traceback"
    | "last_sync"
    | "last_sync_count"
    | "sync_minutes"
  > &
    Own
> & { readonly type: StorageKind };

/** What is sent; a key left out stays as it is. */
export type StorageInput = Readonly<Record<string, string | number | boolean>>;

function base(direction: Direction, kind: StorageKind): string {
  return `/api/storages/${direction === "export" ? "export/" : ""}${kind}`;
}

const WHILE_SYNCING_MS = 2_000;

export function isSyncing({ status }: Storage): boolean {
  return status === "queued" || status === "in_progress";
}

export const storageKeys = {
  of: (project: number) => ["storages", project] as const,
};

/** All storages of one direction; asked again while one is being synchronised. */
export const storagesOptions = (project: number, direction: Direction) =>
  queryOptions({
    queryKey: [...storageKeys.of(project), direction],
    queryFn: ({ signal }) =>
      request<readonly Storage[]>(direction === "import" ? "/api/storages" : "/api/storages/export", {
        query: { project },
        signal,
      }),
    refetchInterval: ({ state }) => (state.data?.some(isSyncing) === true ? WHILE_SYNCING_MS : false),
  });

/** Tries settings without keeping them; with `id`, what is left out comes from that storage. */
export async function testStorage(direction: Direction, kind: StorageKind, input: StorageInput): Promise<void> {
  await send(`${base(direction, kind)}/validate`, { method: "POST", body: input });
}

export function connectStorage(direction: Direction, kind: StorageKind, input: StorageInput): Promise<Storage> {
  return request<Storage>(base(direction, kind), { method: "POST", body: input });
}

export function changeStorage(direction: Direction, storage: Storage, input: StorageInput): Promise<Storage> {
  return request<Storage>(`${base(direction, storage.type)}/${storage.id}`, { method: "PATCH", body: input });
}

export async function disconnectStorage(direction: Direction, storage: Storage): Promise<void> {
  await send(`${base(direction, storage.type)}/${storage.id}`, { method: "DELETE" });
}

/** Starts a synchronisation; a small one is done when this returns. */
export function syncStorage(direction: Direction, storage: Storage): Promise<Storage> {
  return request<Storage>(`${base(direction, storage.type)}/${storage.id}/sync`, { method: "POST" });
}
