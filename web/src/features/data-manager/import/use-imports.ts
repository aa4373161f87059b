import { useRef, useState } from "react";
import { type ImportResult, importFile, importUrl } from "../../../api/tasks";

export type ImportItem = {
  readonly id: number;
  readonly name: string;
  readonly size: number | undefined;
} & (
  | { readonly state: "waiting" }
  | { readonly state: "sending"; readonly share: number }
  | { readonly state: "done"; readonly result: ImportResult }
  | { readonly state: "failed"; readonly error: unknown }
  | { readonly state: "cancelled" }
);

type Outcome =
  | { readonly state: "sending"; readonly share: number }
  | { readonly state: "done"; readonly result: ImportResult }
  | { readonly state: "failed"; readonly error: unknown }
  | { readonly state: "cancelled" };

interface Job {
  readonly stop: AbortController;
  readonly run: (report: (share: number) => void, signal: AbortSignal) => Promise<ImportResult>;
}

export interface Imports {
  readonly items: readonly ImportItem[];
  readonly running: boolean;
  readonly addFiles: (files: readonly File[]) => void;
  readonly addUrl: (url: string) => void;
  readonly cancel: (id: number) => void;
  readonly retry: (id: number) => void;
}

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError";

/** Imports one thing after the other, so that tasks keep the order they were given in. */
export function useImports(projectId: number, onImported: () => void): Imports {
  const [items, setItems] = useState<readonly ImportItem[]>([]);
  const jobs = useRef(new Map<number, Job>());
  const queue = useRef<Promise<void>>(Promise.resolve());
  const lastId = useRef(0);

  const settle = (id: number, outcome: Outcome): void =>
    setItems((before) =>
      before.map((item) => (item.id === id ? { id, name: item.name, size: item.size, ...outcome } : item)),
    );

  const work = async (id: number): Promise<void> => {
    const job = jobs.current.get(id);
    if (job === undefined || job.stop.signal.aborted) return;
    settle(id, { state: "sending", share: 0 });
    try {
      const result = await job.run((share) => settle(id, { state: "sending", share }), job.stop.signal);
      settle(id, { state: "done", result });
      onImported();
    } catch (error) {
      settle(id, isAbort(error) ? { state: "cancelled" } : { state: "failed", error });
    }
  };

  const enqueue = (id: number): void => {
    queue.current = queue.current.then(() => work(id));
  };

  const add = (name: string, size: number | undefined, run: Job["run"]): void => {
    lastId.current += 1;
    const id = lastId.current;
    jobs.current.set(id, { stop: new AbortController(), run });
    setItems((before) => [...before, { id, name, size, state: "waiting" }]);
    enqueue(id);
  };

  return {
    items,
    running: items.some(({ state }) => state === "waiting" || state === "sending"),
    addFiles: (files) => {
      for (const file of files) {
        add(file.name, file.size, (report, signal) =>
          importFile(projectId, file, { signal, onProgress: (sent, total) => report(total === 0 ? 0 : sent / total) }),
        );
      }
    },
    addUrl: (url) => add(url, undefined, (_report, signal) => importUrl(projectId, url, signal)),
    cancel: (id) => {
      jobs.current.get(id)?.stop.abort();
      if (items.some((item) => item.id === id && item.state === "waiting")) settle(id, { state: "cancelled" });
    },
    retry: (id) => {
      const job = jobs.current.get(id);
      if (job === undefined) return;
      jobs.current.set(id, { ...job, stop: new AbortController() });
      enqueue(id);
    },
  };
}
