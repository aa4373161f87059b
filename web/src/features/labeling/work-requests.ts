/** What labeling and review ask of the server alike: tasks, texts, and drafts of open work. */

import { toNumber } from "../../editor/core/json";
import { type DraftToSave, HostOffline, HostRefused, type LabelTask, type Version } from "../../editor/host";
import { exchange, exchangeObject } from "./transport";
import { objects, readTask, readVersion } from "./wire";

/** Null where the server answers with this status. */
export async function orNull<T>(work: Promise<T>, status: number): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof HostRefused && error.status === status) return null;
    throw error;
  }
}

export function loadTask(id: number): Promise<LabelTask> {
  return exchangeObject(`/api/tasks/${id}`).then(readTask);
}

export async function saveDraft(
  draft: DraftToSave,
  { keepalive }: { readonly keepalive: boolean },
): Promise<{ id: number; rev: number }> {
  const { taskId, annotationId, draftId, rev, result, leadTime } = draft;
  const body = { result, lead_time: leadTime };
  const at =
    annotationId === null ? `/api/tasks/${taskId}/drafts` : `/api/tasks/${taskId}/annotations/${annotationId}/drafts`;
  const saved =
    draftId === null
      ? await exchangeObject(at, { method: "POST", body, keepalive })
      : await exchangeObject(`/api/drafts/${draftId}`, { method: "PATCH", body, rev, keepalive });
  const id = toNumber(saved["id"]);
  const newRev = toNumber(saved["rev"]);
  if (id === null || newRev === null) throw new HostRefused(200, "A saved draft without id and rev");
  return { id, rev: newRev };
}

export async function deleteDraft(id: number): Promise<void> {
  await orNull(exchange(`/api/drafts/${id}`, { method: "DELETE" }), 404);
}

/** Somebody's name by their id; null when they are not known any more. */
type NameOf = (userId: number | null) => Promise<string | null>;

export async function loadVersions(annotationId: number, nameOf: NameOf): Promise<readonly Version[]> {
  const answer = await exchange("/api/annotation-history", { query: { annotation: annotationId } });
  return Promise.all(
    objects(answer).map(async (item) => readVersion(item, await nameOf(toNumber(item["created_by"])))),
  );
}

export async function loadText(url: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch {
    throw new HostOffline(`The text at ${url} cannot be loaded`);
  }
  if (!response.ok) throw new HostRefused(response.status, `The text at ${url} answered ${response.status}`);
  return response.text();
}
