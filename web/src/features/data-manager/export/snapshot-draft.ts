/** What a new snapshot is to hold, as the form has it. */

import type { SnapshotInput } from "../../../api/exports";

/** Which tasks; `tab` are those that the filter of the open tab leaves. */
export type Tasks = "all" | "finished" | "unfinished" | "annotated" | "skipped" | "tab";

export interface SnapshotDraft {
  readonly title: string;
  readonly tasks: Tasks;
  readonly kinds: Readonly<Record<"usual" | "ground_truth" | "skipped", boolean>>;
  /** Predictions and authors as objects instead of ids. */
  readonly isFull: boolean;
}

export const NEW_DRAFT: SnapshotDraft = {
  title: "",
  tasks: "all",
  kinds: { usual: true, ground_truth: true, skipped: true },
  isFull: false,
};

const FILTERS: Readonly<Record<Exclude<Tasks, "tab">, Readonly<Record<string, string>>>> = {
  all: {},
  finished: { finished: "only" },
  unfinished: { finished: "exclude" },
  annotated: { annotated: "only" },
  skipped: { skipped: "only" },
};

/** The request of a draft; `tab` is the open tab's id. */
export function inputOf(draft: SnapshotDraft, tab: number | undefined): SnapshotInput {
  const { title, tasks, kinds, isFull } = draft;
  const filter = tasks !== "tab" ? FILTERS[tasks] : tab === undefined ? {} : { view: tab };
  const whole = { only_id: false };
  return {
    ...(title.trim() === "" ? {} : { title: title.trim() }),
    task_filter_options: filter,
    annotation_filter_options: kinds,
    serialization_options: isFull ? { predictions: whole, drafts: whole, annotations__completed_by: whole } : {},
  };
}
