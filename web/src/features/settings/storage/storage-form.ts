/** A storage as it is being filled in, and what of it is sent. */

import type { Direction, Storage, StorageInput, StorageKind } from "../../../api/storages";

export interface StorageDraft {
  readonly direction: Direction;
  readonly kind: StorageKind;
  readonly title: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly region: string;
  readonly endpoint: string;
  readonly keyId: string;
  readonly secret: string;
  readonly path: string;
  readonly filter: string;
  /** Each object is a task with its address; else objects hold tasks as JSON. */
  readonly asMedia: boolean;
  readonly recursive: boolean;
  readonly presign: boolean;
  readonly deletes: boolean;
  /** Minutes from one synchronisation to the next; 0 for only when asked. */
  readonly every: number;
}

/** Intervals to choose from, in minutes. */
const INTERVALS: readonly number[] = [0, 15, 60, 360, 1440, 10080];

/** The intervals to choose from, with the one that was set by other means among them. */
export function intervals(every: number): readonly number[] {
  return [...new Set([...INTERVALS, every])].sort((a, b) => a - b);
}

/** The names of the fields a form shows itself, so that their refusals stand beside them. */
export const FIELDS = [
  "title",
  "bucket",
  "prefix",
  "region_name",
  "s3_endpoint",
  "aws_access_key_id",
  "aws_secret_access_key",
  "path",
  "regex_filter",
  "sync_minutes",
] as const;

export function newDraft(): StorageDraft {
  return {
    direction: "import",
    kind: "s3",
    title: "",
    bucket: "",
    prefix: "",
    region: "",
    endpoint: "",
    keyId: "",
    secret: "",
    path: "",
    filter: "",
    asMedia: true,
    recursive: true,
    presign: true,
    deletes: false,
    every: 0,
  };
}

/** The draft of a stored one. Keys are never shown: their fields stay empty, which keeps them. */
export function draftOf(storage: Storage, direction: Direction): StorageDraft {
  return {
    direction,
    kind: storage.type,
    title: storage.title ?? "",
    bucket: storage.bucket ?? "",
    prefix: storage.prefix ?? "",
    region: storage.region_name ?? "",
    endpoint: storage.s3_endpoint ?? "",
    keyId: "",
    secret: "",
    path: storage.path ?? "",
    filter: storage.regex_filter ?? "",
    asMedia: storage.use_blob_urls,
    recursive: storage.recursive_scan ?? false,
    presign: storage.presign ?? false,
    deletes: storage.can_delete_objects ?? false,
    every: storage.sync_minutes ?? 0,
  };
}

function keys({ keyId, secret }: StorageDraft): StorageInput {
  return {
    ...(keyId === "" ? {} : { aws_access_key_id: keyId.trim() }),
    ...(secret === "" ? {} : { aws_secret_access_key: secret.trim() }),
  };
}

function place(draft: StorageDraft): StorageInput {
  if (draft.kind === "localfiles") return { path: draft.path.trim() };
  return {
    bucket: draft.bucket.trim(),
    prefix: draft.prefix.trim(),
    region_name: draft.region.trim(),
    s3_endpoint: draft.endpoint.trim(),
    ...keys(draft),
  };
}

/** What goes over the wire; `id` names the stored one that an edit is about. */
export function inputOf(draft: StorageDraft, project: number, id: number | null): StorageInput {
  const own = { project, title: draft.title.trim(), sync_minutes: draft.every };
  const common = { ...own, ...place(draft), ...(id === null ? {} : { id }) };
  if (draft.direction === "export") return { ...common, can_delete_objects: draft.deletes };
  return {
    ...common,
    regex_filter: draft.filter.trim(),
    use_blob_urls: draft.asMedia,
    recursive_scan: draft.recursive,
    presign: draft.presign,
  };
}

/** Where a storage is, as one reads it. */
export function placeOf(storage: Storage): string {
  return storage.type === "s3" ? `s3://${storage.bucket ?? ""}/${storage.prefix ?? ""}` : (storage.path ?? "");
}
