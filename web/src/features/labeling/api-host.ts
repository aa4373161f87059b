/** The editor's host over the public API. */

import type { Timers } from "../../editor/core/draft-saver";
import type { JournalStore } from "../../editor/core/journal";
import { isArray, isObject, type JsonObject, toNumber, toText } from "../../editor/core/json";
import { Observable } from "../../editor/core/observable";
import {
  type AnnotationUpdate,
  type CommentHost,
  HostOffline,
  HostRefused,
  type LabelHost,
  type LabelTask,
  type Predicted,
  type Rejection,
  type StoredAnnotation,
  type Submission,
  type Version,
} from "../../editor/host";
import type { OutboxStore } from "./database";
import { ModelHelp } from "./model-help";
import { Outbox } from "./outbox";
import { Prefetch } from "./prefetch";
import { exchange, exchangeObject } from "./transport";
import { readAnnotation, readTask } from "./wire";
import { deleteDraft, loadTask, loadText, loadVersions, orNull, saveDraft } from "./work-requests";

interface ApiHostOptions {
  readonly projectId: number;
  readonly config: string;
  readonly asksModels: boolean;
  readonly journal: JournalStore;
  readonly comments: CommentHost;
  /** The name of somebody; null when they are not known any more. */
  readonly nameOf: (userId: number | null) => Promise<string | null>;
  readonly outboxStore: OutboxStore;
  readonly timers: Timers;
  /** Called whenever the server has kept work: counts and lists that were read before are out of date. */
  readonly onKept: () => void;
  /** Told of the task that is worked on; null when it is finished and there is no other. */
  readonly onWork: (task: LabelTask | null) => void;
}

function deliver(submission: Submission): Promise<StoredAnnotation> {
  const { taskId, result, leadTime, uniqueId, draftId, skipped, parentPrediction, parentAnnotation } = submission;
  const body: JsonObject = {
    result,
    lead_time: leadTime,
    unique_id: uniqueId,
    ...(draftId === null ? {} : { draft_id: draftId }),
    ...(skipped ? { was_cancelled: true } : {}),
    ...(parentPrediction === null ? {} : { parent_prediction: parentPrediction }),
    ...(parentAnnotation === null ? {} : { parent_annotation: parentAnnotation }),
  };
  return exchangeObject(`/api/tasks/${taskId}/annotations`, { method: "POST", body }).then(readAnnotation);
}

export class ApiHost implements LabelHost {
  readonly journal: JournalStore;
  readonly comments: CommentHost;
  readonly taken = new Observable<number | null>(null);
  readonly deleteDraft = deleteDraft;
  readonly loadText = loadText;
  readonly #projectId: number;
  readonly #outbox: Outbox;
  readonly #prefetch: Prefetch;
  readonly #models: ModelHelp;
  readonly #onKept: () => void;
  readonly #nameOf: ApiHostOptions["nameOf"];
  readonly #onWork: ApiHostOptions["onWork"];
  /** The task that was opened last. */
  #open: LabelTask | null = null;
  /** Locks that are asked for at this moment, by task. */
  readonly #claims = new Map<number, Promise<boolean>>();

  constructor(options: ApiHostOptions) {
    const { projectId, config, asksModels, journal, comments, nameOf, outboxStore, timers, onKept, onWork } = options;
    this.journal = journal;
    this.comments = comments;
    this.#nameOf = nameOf;
    this.#projectId = projectId;
    this.#onKept = onKept;
    this.#onWork = onWork;
    this.#outbox = new Outbox({
      projectId,
      store: outboxStore,
      deliver: (submission) => this.#deliver(submission),
      timers,
    });
    this.#models = new ModelHelp({ asks: asksModels });
    this.#prefetch = new Prefetch({
      config,
      ask: (after) => this.#ahead(after),
      release: (taskId) => void this.#unlock(taskId),
    });
  }

  get outbox(): LabelHost["outbox"] {
    return this.#outbox.items;
  }

  /** Takes up unsent work of an earlier visit. */
  start(): Promise<void> {
    return this.#outbox.start();
  }

  /** The network is back. */
  online(): void {
    this.#outbox.retry();
  }

  close(): void {
    this.#outbox.close();
    this.#prefetch.drop();
  }

  async loadTask(id: number): Promise<LabelTask> {
    this.#open = await loadTask(id);
    return this.#open;
  }

  async loadNext(after: number | null): Promise<LabelTask | null> {
    this.#open = await this.#nextOf(after);
    this.#onWork(this.#open);
    return this.#open;
  }

  async #nextOf(after: number | null): Promise<LabelTask | null> {
    const ahead = after === null ? null : await this.#prefetch.take(after);
    if (ahead !== null) {
      const claimed = this.#claim(ahead.task.id);
      if (ahead.isOurs || (await claimed)) return ahead.task;
    }
    // A plain `next` gives a held task again, so what is on its way has to arrive first.
    await this.#outbox.settled();
    const task = await this.#next({});
    return task !== null && task.id === after && this.#isSubmitted(task.id) ? null : task;
  }

  prefetch(after: number): void {
    this.#prefetch.start(after);
  }

  predict(taskId: number, options: { readonly inStream: boolean }): Promise<Predicted | null> {
    return this.#models.predict(taskId, options);
  }

  async saveDraft(...[draft, options]: Parameters<LabelHost["saveDraft"]>): ReturnType<LabelHost["saveDraft"]> {
    const saved = await saveDraft(draft, options);
    if (this.#open?.id === draft.taskId) this.#onWork(this.#open);
    return saved;
  }

  submit(submission: Submission): Promise<{ readonly delivered: Promise<StoredAnnotation> }> {
    if (this.#open?.id === submission.taskId) this.#onWork(null);
    return this.#outbox.add(submission);
  }

  skip(submission: Submission): Promise<{ readonly delivered: Promise<StoredAnnotation> }> {
    return this.submit(submission);
  }

  update({ annotationId, rev, result, leadTime, skipped }: AnnotationUpdate): Promise<StoredAnnotation> {
    const body = { result, lead_time: leadTime, was_cancelled: skipped };
    return this.#noted(
      exchangeObject(`/api/annotations/${annotationId}`, { method: "PATCH", body, rev }).then(readAnnotation),
    );
  }

  versions(annotationId: number): Promise<readonly Version[]> {
    return loadVersions(annotationId, this.#nameOf);
  }

  async rejection(annotationId: number): Promise<Rejection | null> {
    const query = { annotation: annotationId, ordering: "-id" };
    const reviews = await exchange("/api/annotation-reviews", { query });
    const last = isArray(reviews) ? reviews.find((review) => isObject(review) && review["accepted"] === false) : null;
    if (!isObject(last)) return null;
    const by = await this.#nameOf(toNumber(last["created_by"]));
    return { reason: toText(last["comment"]) ?? "", by: by ?? "" };
  }

  async #noted(work: Promise<StoredAnnotation>): Promise<StoredAnnotation> {
    const kept = await work;
    this.#onKept();
    return kept;
  }

  release(taskId: number | null): void {
    this.#prefetch.drop();
    if (taskId !== null) void this.#unlock(taskId);
  }

  retry(uniqueId: string): void {
    this.#outbox.retry(uniqueId);
  }

  withdraw(uniqueId: string): Promise<Submission | null> {
    return this.#outbox.withdraw(uniqueId);
  }

  async #ahead(after: number): Promise<LabelTask | null> {
    const task = await this.#next({ prefetch: 1, after });
    if (task !== null) this.#models.predictAhead(task.id);
    return task;
  }

  #isSubmitted(taskId: number): boolean {
    return this.#outbox.items.value.some((item) => item.submission.taskId === taskId);
  }

  async #next(query: Readonly<Record<string, number>>): Promise<LabelTask | null> {
    const answer = await orNull(exchangeObject(`/api/projects/${this.#projectId}/next`, { query }), 404);
    return answer === null ? null : readTask(answer);
  }

  /** Turns the soft lock of a task into a full one; false when somebody else has it, or it is gone. */
  #claim(taskId: number): Promise<boolean> {
    const claim = this.#lock(taskId).finally(() => this.#claims.delete(taskId));
    this.#claims.set(taskId, claim);
    return claim;
  }

  async #lock(taskId: number): Promise<boolean> {
    try {
      await exchange(`/api/tasks/${taskId}/lock`, { method: "POST" });
    } catch (error) {
      if (error instanceof HostRefused && (error.status === 409 || error.status === 404)) {
        this.taken.set(taskId);
        return false;
      }
      // Without a network the task stays open; the server decides when the work arrives.
      if (!(error instanceof HostOffline)) throw error;
    }
    return true;
  }

  /** Sends work once its task is locked: a lock that came after it would hold a finished task. */
  async #deliver(submission: Submission): Promise<StoredAnnotation> {
    await this.#claims.get(submission.taskId)?.catch(() => false);
    return this.#noted(deliver(submission));
  }

  async #unlock(taskId: number): Promise<void> {
    try {
      await exchange(`/api/tasks/${taskId}/lock`, { method: "DELETE", keepalive: true });
    } catch {
      // A lock that cannot be given back runs out by itself.
    }
  }
}
