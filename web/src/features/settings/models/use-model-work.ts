/** Setting a model to work, and watching the job that does it. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { isUnfinished, type Job, jobsOptions } from "../../../api/jobs";
import { type Model, setToWork, touchedByWork } from "../../../api/models";
import { projectKeys } from "../../../api/queries";

export type WorkKind = "predict" | "train";

export interface ModelWork {
  /** What was asked for last. */
  readonly kind: WorkKind;
  /** Its job; null until the server has begun one. */
  readonly job: Job | null;
  readonly error: Error | null;
  /** Nothing else can be asked for meanwhile. */
  readonly isRunning: boolean;
  readonly start: (kind: WorkKind) => void;
}

export function useModelWork({ id, project }: Model): ModelWork {
  const cache = useQueryClient();
  const begin = useMutation({
    mutationFn: (kind: WorkKind) => setToWork(id, kind),
    onSettled: () => Promise.all(touchedByWork(project).map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
  const { data: jobs } = useQuery(jobsOptions);
  const job = jobs?.find((one) => one.id === begin.data?.job) ?? null;
  const hasEnded = job !== null && !isUnfinished(job);

  // Versions, states and counts of the project are others now, whichever way it ended.
  useEffect(() => {
    if (hasEnded) void cache.invalidateQueries({ queryKey: projectKeys.one(project) });
  }, [hasEnded, project, cache]);

  return {
    kind: begin.variables ?? "predict",
    job,
    error: begin.error,
    isRunning: begin.isPending || (job !== null && !hasEnded),
    start: (kind) => begin.mutate(kind),
  };
}
