/** Predictions that arrive while their task is open. */

import type { LabelTask, StoredPrediction } from "../host";

/** A task with what models have said meanwhile: known ones keep their places, and the open one stays whatever comes. */
export function withPredictions(
  task: LabelTask,
  found: readonly StoredPrediction[],
  open: StoredPrediction | null,
): LabelTask {
  const known = new Set(task.predictions.map(({ id }) => id));
  const added = found.filter(({ id }) => !known.has(id));
  if (added.length === 0) return task;
  // A model that is asked again takes its former prediction of the same version back.
  const answered = new Set(found.map(({ id }) => id));
  const renewed = new Set(added.map(({ modelVersion }) => modelVersion));
  const kept = task.predictions.filter(
    ({ id, modelVersion }) => id === open?.id || answered.has(id) || !renewed.has(modelVersion),
  );
  return { ...task, predictions: [...kept, ...added] };
}
