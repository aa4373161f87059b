/** New work on its way out, and copies on their way in. */

import { newId } from "../core/ids";
import type { Json } from "../core/json";
import type { LabelHost, LabelTask, Submission } from "../host";
import type { Work } from "./work";

/** What is handed over when a new annotation is submitted or skipped. */
export function submissionOf(work: Work, task: LabelTask, result: readonly Json[], skipped: boolean): Submission {
  return {
    taskId: task.id,
    taskNumber: task.number,
    result,
    leadTime: round(work.session.leadTime),
    uniqueId: work.uniqueId,
    draftId: work.session.base.draftId,
    skipped,
    parentPrediction: work.parents.prediction,
    parentAnnotation: work.parents.annotation,
  };
}

/** Seconds to the millisecond. */
export function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** A copy is new work: its items get ids of their own, and answers stay with their regions. */
export function copied(result: readonly Json[], isPrediction: boolean): readonly Json[] {
  const ids = new Map<string, string>();
  const renamed = (id: Json | undefined): Json | undefined => {
    if (typeof id !== "string") return id;
    const known = ids.get(id) ?? newId();
    ids.set(id, known);
    return known;
  };
  return result.map((item) => {
    if (typeof item !== "object" || item === null || Array.isArray(item) || !("type" in item)) return item;
    const copy: Record<string, Json> = { ...item };
    for (const key of ["id", "from_id", "to_id", "parentID"]) {
      const id = renamed(copy[key]);
      if (id !== undefined) copy[key] = id;
    }
    if (isPrediction && copy.type !== "relation") copy.origin = "prediction";
    return copy;
  });
}

interface HandedOver {
  readonly work: Work;
  /** Resolves when autosave has stopped. */
  readonly stopped: Promise<void> | undefined;
  /** The draft that the submission knew of. */
  readonly known: number | null;
  readonly delivered: Promise<unknown>;
}

/** A draft whose first save was still on its way has an id only now; the submission did not know it. */
export async function tidyDraft(host: LabelHost, { work, stopped, known, delivered }: HandedOver): Promise<void> {
  await stopped;
  const late = work.session.base.draftId;
  if (late === null || late === known) return;
  try {
    await delivered;
    await host.deleteDraft(late);
  } catch {
    // The submission waits in the outbox, or the draft is gone already. Either way nothing is lost by keeping the draft.
  }
}
