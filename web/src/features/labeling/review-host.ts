/** Review over the public API. */

import type { JournalStore } from "../../editor/core/journal";
import { isObject, type Json, type JsonObject, toNumber } from "../../editor/core/json";
import { type CommentHost, HostRefused, type LabelTask, type Version } from "../../editor/host";
import { HostJudged, type ReviewHost, type ReviewQueue, type Verdict } from "../../editor/review/host";
import { exchange, exchangeObject } from "./transport";
import { readTask } from "./wire";
import { deleteDraft, loadTask, loadText, loadVersions, orNull, saveDraft } from "./work-requests";

interface ReviewHostOptions {
  readonly projectId: number;
  readonly journal: JournalStore;
  readonly comments: CommentHost;
  readonly nameOf: (userId: number | null) => Promise<string>;
  /** Called whenever the server has kept a verdict: counts and lists that were read before are out of date. */
  readonly onKept: () => void;
}

function bodyOf({ annotationId, rev, accepted, comment, result, removes, startedAt }: Verdict): JsonObject {
  return {
    annotation: annotationId,
    annotation_rev: rev,
    accepted,
    started_at: startedAt,
    ...(comment === "" ? {} : { comment }),
    ...(result === null ? {} : { result: [...result] }),
    ...(removes ? { reject_action: "remove" } : {}),
  };
}

export class ApiReviewHost implements ReviewHost {
  readonly journal: JournalStore;
  readonly comments: CommentHost;
  readonly loadTask = loadTask;
  readonly saveDraft = saveDraft;
  readonly deleteDraft = deleteDraft;
  readonly loadText = loadText;
  readonly #options: ReviewHostOptions;

  constructor(options: ReviewHostOptions) {
    this.#options = options;
    this.journal = options.journal;
    this.comments = options.comments;
  }

  versions(annotationId: number): Promise<readonly Version[]> {
    return loadVersions(annotationId, this.#options.nameOf);
  }

  async loadNext(passed: readonly number[]): Promise<LabelTask | null> {
    const query = { passed: passed.length === 0 ? undefined : passed.join(",") };
    const answer = await orNull(exchangeObject(`${this.#queue}/next`, { query }), 404);
    return answer === null ? null : readTask(answer);
  }

  async queue(): Promise<ReviewQueue> {
    const { left, done } = await exchangeObject(this.#queue);
    return { left: toNumber(left) ?? 0, done: toNumber(done) ?? 0 };
  }

  async judge(verdict: Verdict): Promise<number> {
    const path = "/api/annotation-reviews";
    try {
      const review = await exchangeObject(path, { method: "POST", body: bodyOf(verdict) });
      this.#options.onKept();
      return toNumber(review["id"]) ?? 0;
    } catch (error) {
      const current = error instanceof HostRefused && error.status === 412 ? error.current : undefined;
      throw current === undefined ? error : await this.#judged(current);
    }
  }

  async takeBack(review: number): Promise<void> {
    await exchange(`/api/annotation-reviews/${review}`, { method: "DELETE" });
    this.#options.onKept();
  }

  release(taskId: number): void {
    // A lock that cannot be given back runs out by itself.
    exchange(`/api/tasks/${taskId}/review-lock`, { method: "DELETE", keepalive: true }).catch(() => undefined);
  }

  get #queue(): string {
    return `/api/projects/${this.#options.projectId}/review`;
  }

  async #judged(current: Json): Promise<HostJudged> {
    const by = isObject(current) ? toNumber(current["created_by"]) : null;
    const accepted = isObject(current) && current["accepted"] === true;
    return new HostJudged({ accepted, by: await this.#options.nameOf(by) });
  }
}
