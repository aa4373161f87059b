/** Submitted work on its way to the server: kept in the browser first, sent one after the other, never dropped. */

import type { Timers } from "../../editor/core/draft-saver";
import { isArray, isObject, type Json, parseJson, stringifyJson, toNumber, toText } from "../../editor/core/json";
import { Observable } from "../../editor/core/observable";
import { HostOffline, type OutboxItem, type StoredAnnotation, type Submission } from "../../editor/host";
import type { OutboxStore, StoredSubmission } from "./database";

interface Waiting {
  readonly submission: Submission;
  readonly resolve: (annotation: StoredAnnotation) => void;
  readonly reject: (error: unknown) => void;
}

interface OutboxOptions {
  readonly projectId: number;
  readonly store: OutboxStore;
  readonly deliver: (submission: Submission) => Promise<StoredAnnotation>;
  readonly timers: Timers;
}

const RETRY_MS = [1000, 2000, 5000, 15_000, 30_000];

function toStored(projectId: number, submission: Submission): StoredSubmission {
  return { uniqueId: submission.uniqueId, projectId, body: stringifyJson({ ...submission }) };
}

function fromStored({ body }: StoredSubmission): Submission | null {
  const value: Json = parseJson(body);
  if (!isObject(value)) return null;
  const taskId = toNumber(value["taskId"]);
  const uniqueId = toText(value["uniqueId"]);
  const result = value["result"];
  if (taskId === null || uniqueId === null || !isArray(result)) return null;
  return {
    taskId,
    taskNumber: toNumber(value["taskNumber"]) ?? taskId,
    result,
    leadTime: toNumber(value["leadTime"]) ?? 0,
    uniqueId,
    draftId: toNumber(value["draftId"]),
    skipped: value["skipped"] === true,
    parentPrediction: toNumber(value["parentPrediction"]),
    parentAnnotation: toNumber(value["parentAnnotation"]),
  };
}

export class Outbox {
  readonly items = new Observable<readonly OutboxItem[]>([]);
  readonly #options: OutboxOptions;
  readonly #waiting = new Map<string, Waiting>();
  #sending = false;
  #failures = 0;
  #cancelRetry: () => void = () => undefined;
  #closed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Takes up what an earlier visit left behind. */
  async start(): Promise<void> {
    const { store, projectId } = this.#options;
    for (const stored of await store.all(projectId)) {
      const submission = fromStored(stored);
      if (submission === null || this.#waiting.has(submission.uniqueId)) continue;
      const { delivered } = this.#enter(submission);
      delivered.catch(() => undefined); // Shown in `items`; nobody else waits for it after a reload.
    }
    void this.#send();
  }

  /** Resolves once the submission is safe in this browser. */
  async add(submission: Submission): Promise<{ readonly delivered: Promise<StoredAnnotation> }> {
    await this.#options.store.put(toStored(this.#options.projectId, submission));
    const entered = this.#enter(submission);
    void this.#send();
    return entered;
  }

  /** Tries again now: one that was refused, or all that wait. */
  retry(uniqueId?: string): void {
    this.#mark((item) =>
      uniqueId === undefined || item.submission.uniqueId === uniqueId
        ? { ...item, state: "sending", reason: null }
        : item,
    );
    this.#cancelRetry();
    void this.#send();
  }

  /** Takes a submission back; null when it is on its way or delivered. */
  async withdraw(uniqueId: string): Promise<Submission | null> {
    const item = this.items.value.find((candidate) => candidate.submission.uniqueId === uniqueId);
    if (item === undefined || item.state === "sending") return null;
    await this.#leave(uniqueId);
    return item.submission;
  }

  /** Resolves when nothing is being sent any more, delivered or not. */
  async settled(): Promise<void> {
    const running = this.items.value.filter((item) => item.state === "sending");
    if (running.length === 0) return;
    await new Promise<void>((resolve) => {
      const stop = this.items.subscribe(() => {
        if (this.items.value.some((item) => item.state === "sending")) return;
        stop();
        resolve();
      });
    });
  }

  close(): void {
    this.#closed = true;
    this.#cancelRetry();
  }

  #enter(submission: Submission): { readonly delivered: Promise<StoredAnnotation> } {
    const delivered = new Promise<StoredAnnotation>((resolve, reject) => {
      this.#waiting.set(submission.uniqueId, { submission, resolve, reject });
    });
    this.items.update((items) => [...items, { submission, state: "sending", reason: null }]);
    return { delivered };
  }

  async #leave(uniqueId: string): Promise<void> {
    await this.#options.store.remove(uniqueId);
    this.#waiting.delete(uniqueId);
    this.items.update((items) => items.filter((item) => item.submission.uniqueId !== uniqueId));
  }

  #mark(change: (item: OutboxItem) => OutboxItem): void {
    this.items.update((items) => items.map(change));
  }

  async #send(): Promise<void> {
    if (this.#sending || this.#closed) return;
    this.#sending = true;
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next()) {
        if (!(await this.#deliver(next))) break;
      }
    } finally {
      this.#sending = false;
    }
  }

  #next(): OutboxItem | undefined {
    return this.items.value.find((item) => item.state === "sending");
  }

  /** False when the server cannot be reached: the rest waits too. */
  async #deliver({ submission }: OutboxItem): Promise<boolean> {
    const { uniqueId } = submission;
    const waiting = this.#waiting.get(uniqueId);
    try {
      const annotation = await this.#options.deliver(submission);
      this.#failures = 0;
      await this.#leave(uniqueId);
      waiting?.resolve(annotation);
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (error instanceof HostOffline) {
        this.#mark((item) => (item.state === "sending" ? { ...item, state: "waiting", reason } : item));
        this.#retryLater();
        return false;
      }
      this.#mark((item) => (item.submission.uniqueId === uniqueId ? { ...item, state: "refused", reason } : item));
      waiting?.reject(error);
      return true;
    }
  }

  #retryLater(): void {
    const wait = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)] ?? 30_000;
    this.#failures++;
    this.#cancelRetry = this.#options.timers.after(wait, () => {
      this.#mark((item) => (item.state === "waiting" ? { ...item, state: "sending", reason: null } : item));
      void this.#send();
    });
  }
}
