/** What the label page shows, as one value. */

import type { LabelTask } from "../host";
import type { OpenQuestion } from "../tags/checks";
import type { LabelInterface } from "../tags/interface";
import type { Conflict } from "./conflicts";
import type { Work, WorkTab } from "./work";

export type Phase =
  | { readonly kind: "loading" }
  | { readonly kind: "ready" }
  | { readonly kind: "finished" }
  | { readonly kind: "failed"; readonly reason: string };

export interface PageState {
  readonly phase: Phase;
  readonly task: LabelTask | null;
  readonly ui: LabelInterface | null;
  readonly tabs: readonly WorkTab[];
  readonly work: Work | null;
  /** Place in the queue, from 1; null outside the stream. */
  readonly position: number | null;
  readonly busy: boolean;
  readonly canGoBack: boolean;
  readonly canGoOn: boolean;
  readonly open: OpenQuestion | null;
  readonly conflict: Conflict | null;
  /** Why the last action was refused, in words for the person. */
  readonly refusal: string | null;
  /** Some model had nothing to say about the task. */
  readonly modelsFailed: boolean;
}

/** Before anything is loaded. */
export const EMPTY: PageState = {
  phase: { kind: "loading" },
  task: null,
  ui: null,
  tabs: [],
  work: null,
  position: null,
  busy: false,
  canGoBack: false,
  canGoOn: false,
  open: null,
  conflict: null,
  refusal: null,
  modelsFailed: false,
};
