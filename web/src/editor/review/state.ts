/** What the review page shows, as one value. */

import type { LabelTask } from "../host";
import type { Conflict } from "../shell/conflicts";
import type { Phase } from "../shell/page-state";
import type { Work, WorkTab } from "../shell/work";
import type { OpenQuestion } from "../tags/checks";
import type { LabelInterface } from "../tags/interface";
import type { ReviewQueue } from "./host";

export interface ReviewState {
  readonly phase: Phase;
  readonly task: LabelTask | null;
  readonly ui: LabelInterface | null;
  /** The annotations of the task that await a verdict. */
  readonly tabs: readonly WorkTab[];
  readonly work: Work | null;
  /** The open annotation is being corrected. */
  readonly fixing: boolean;
  readonly queue: ReviewQueue | null;
  /** Tasks that were put off. */
  readonly passed: readonly number[];
  readonly busy: boolean;
  readonly open: OpenQuestion | null;
  readonly conflict: Conflict | null;
  /** Why the last action was refused, in words for the person. */
  readonly refusal: string | null;
}

/** No task is open. */
export const NO_TASK = {
  task: null,
  ui: null,
  tabs: [],
  work: null,
  fixing: false,
  busy: false,
  open: null,
  conflict: null,
  refusal: null,
} as const;

/** Before anything is loaded. */
export const EMPTY: ReviewState = { phase: { kind: "loading" }, queue: null, passed: [], ...NO_TASK };
