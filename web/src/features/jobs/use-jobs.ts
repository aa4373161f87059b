/** The latest jobs, kept fresh while somebody looks or something runs. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { followJobs, isUnfinished, type Job, jobKeys, jobsOptions, withJob } from "../../api/jobs";
import { projectKeys } from "../../api/queries";

function onVisibility(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}

interface Jobs {
  readonly jobs: readonly Job[];
  readonly error: Error | null;
  readonly running: number;
}

/** A stream is a connection, and a browser has few of them for a server: one is open only while it is of use. */
export function useJobs({ watches }: { readonly watches: boolean }): Jobs {
  const cache = useQueryClient();
  const { data: jobs = [], error } = useQuery(jobsOptions);
  const isVisible = useSyncExternalStore(onVisibility, () => document.visibilityState === "visible");
  const running = jobs.filter(isUnfinished).length;
  const follows = isVisible && (watches || running > 0);

  useEffect(() => {
    if (!follows) return;
    return followJobs((job) => {
      cache.setQueryData<readonly Job[]>(jobKeys.all, (known = []) => withJob(known, job));
      // What it did shows on the pages of its project.
      if (job.state === "completed" && job.project !== null)
        void cache.invalidateQueries({ queryKey: projectKeys.all });
    });
  }, [follows, cache]);

  return { jobs, error, running };
}
