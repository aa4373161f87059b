import { useCallback, useEffect, useState } from "react";
import type { Version } from "../../host";
import type { HistoryActions } from "../use-panel";

interface Loaded {
  /** Null until they are there. */
  readonly versions: readonly Version[] | null;
  readonly failure: string | null;
  readonly retry: () => void;
}

/** The history of an annotation, the newest first. */
export function useVersions({ list }: HistoryActions, annotationId: number): Loaded {
  const [versions, setVersions] = useState<readonly Version[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `list` is made anew with each rendering, `tries` asks again
  useEffect(() => {
    let left = false;
    list(annotationId).then(
      (found) => {
        if (!left) setVersions(found.toReversed());
      },
      (error: unknown) => {
        if (!left) setFailure(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      left = true;
    };
  }, [annotationId, tries]);
  const retry = useCallback(() => {
    setFailure(null);
    setTries((count) => count + 1);
  }, []);
  return { versions, failure, retry };
}
