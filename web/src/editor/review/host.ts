/** What review asks of the page around it. */

import type { Json } from "../core/json";
import type { LabelProject, LabelTask, WorkHost } from "../host";

export interface ReviewProject extends LabelProject {
  /** A rejection without a reason is refused. */
  readonly needsReason: boolean;
  /** What becomes of rejected work: back to its annotator, out, or as the reviewer says. */
  readonly rejects: "requeue" | "remove" | "flexible";
  readonly judgesOwn: boolean;
}

/** Tasks that await the reviewer, and how many they have reviewed. */
export interface ReviewQueue {
  readonly left: number;
  readonly done: number;
}

export interface Verdict {
  readonly annotationId: number;
  /** Revision of the annotation that was judged. */
  readonly rev: number;
  readonly accepted: boolean;
  readonly comment: string;
  /** The result as corrected; null leaves it as it is. */
  readonly result: readonly Json[] | null;
  /** Rejected for good, where the project leaves that to the reviewer. */
  readonly removes: boolean;
  readonly startedAt: string;
}

export interface ReviewHost extends WorkHost {
  /** The next task with work to judge, but none of those put off; null when nothing is left. */
  loadNext(passed: readonly number[]): Promise<LabelTask | null>;
  loadTask(id: number): Promise<LabelTask>;
  queue(): Promise<ReviewQueue>;
  /** Answers with the number of the review. Throws `HostJudged` or `HostConflict` when somebody was quicker. */
  judge(verdict: Verdict): Promise<number>;
  /** The annotation awaits review again. */
  takeBack(review: number): Promise<void>;
  /** Lets a task go, for other reviewers. */
  release(taskId: number): void;
  /** Text behind an address, for objects with `valueType="url"`. */
  loadText(url: string): Promise<string>;
}

/** Somebody else judged the annotation meanwhile. */
export class HostJudged extends Error {
  readonly accepted: boolean;
  /** Their name. */
  readonly by: string;
  constructor({ accepted, by }: { readonly accepted: boolean; readonly by: string }) {
    super("This was judged meanwhile");
    this.name = "HostJudged";
    this.accepted = accepted;
    this.by = by;
  }
}
