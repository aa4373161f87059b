/** One open tab: an annotation of mine, somebody else's, one that is reviewed, or a prediction. */

import { DraftSaver, type Timers } from "../core/draft-saver";
import { newUuid } from "../core/ids";
import { type JournalBase, journalTarget } from "../core/journal";
import { type Json, stringifyJson } from "../core/json";
import { AnnotationSession, type JournalConflict } from "../core/session";
import { type LockChannel, TabLock } from "../core/tab-lock";
import type {
  LabelProject,
  LabelTask,
  LabelUser,
  StoredAnnotation,
  StoredPrediction,
  Version,
  WorkHost,
} from "../host";
import type { LabelInterface } from "../tags/interface";

export interface WorkTab {
  readonly key: string;
  readonly kind: "new" | "mine" | "other" | "review" | "version" | "prediction";
  /** A person's name or a model's version. */
  readonly title: string;
  readonly annotation: StoredAnnotation | null;
  readonly prediction: StoredPrediction | null;
}

/** What a new annotation begins from. */
export interface Origin {
  readonly result: Json;
  readonly parentPrediction: number | null;
  readonly parentAnnotation: number | null;
}

/** What new work was copied from; set again when another copy takes its place. */
export interface Parents {
  prediction: number | null;
  annotation: number | null;
}

export interface Work {
  readonly tab: WorkTab;
  readonly taskId: number;
  readonly ui: LabelInterface;
  readonly session: AnnotationSession;
  /** Null where nothing may be changed. */
  readonly saver: DraftSaver | null;
  readonly lock: TabLock | null;
  readonly uniqueId: string;
  readonly parents: Parents;
  readonly journalConflict: JournalConflict | null;
}

export interface WorkContext {
  readonly host: WorkHost;
  readonly project: LabelProject;
  readonly user: LabelUser;
  readonly timers: Timers;
  readonly openChannel: () => LockChannel;
  readonly tabId: string;
}

export const NEW_TAB = "new";

function draftOf(
  task: LabelTask,
  user: LabelUser,
  annotationId: number | null,
): LabelTask["drafts"][number] | undefined {
  return task.drafts.find(
    (draft) => draft.annotationId === annotationId && (draft.userId === null || draft.userId === user.id),
  );
}

/** The tabs of a task: mine, then others', then predictions. A new one stands first while nothing of mine is there. */
export function tabsOf(task: LabelTask, user: LabelUser, withNew: boolean): readonly WorkTab[] {
  const mine = task.annotations.filter((annotation) => annotation.userId === user.id);
  const others = task.annotations.filter((annotation) => annotation.userId !== user.id);
  const isNew = withNew || mine.length === 0 || draftOf(task, user, null) !== undefined;
  const ofAnnotation =
    (kind: WorkTab["kind"]) =>
    (annotation: StoredAnnotation): WorkTab => ({
      key: `a${annotation.id}`,
      kind,
      title: annotation.userName,
      annotation,
      prediction: null,
    });
  return [
    ...(isNew ? [{ key: NEW_TAB, kind: "new" as const, title: user.name, annotation: null, prediction: null }] : []),
    ...mine.map(ofAnnotation("mine")),
    ...others.map(ofAnnotation("other")),
    ...task.predictions.map(
      (prediction): WorkTab => ({
        key: `p${prediction.id}`,
        kind: "prediction",
        title: prediction.modelVersion,
        annotation: null,
        prediction,
      }),
    ),
  ];
}

/** An earlier version of an annotation, to look at. */
export function versionTab(annotation: StoredAnnotation, { id, result }: Version, title: string): WorkTab {
  return { key: `v${id}`, kind: "version", title, annotation: { ...annotation, result }, prediction: null };
}

const isReadOnly = ({ kind }: WorkTab): boolean => kind === "prediction" || kind === "other" || kind === "version";

function baseOf(task: LabelTask, tab: WorkTab, user: LabelUser): { base: JournalBase; leadTime: number } {
  const annotationId = tab.annotation?.id ?? null;
  if (isReadOnly(tab)) {
    const result = stringifyJson(tab.prediction?.result ?? tab.annotation?.result ?? []);
    return { base: { draftId: null, annotationId, rev: null, result }, leadTime: 0 };
  }
  const draft = draftOf(task, user, annotationId);
  if (draft !== undefined) {
    const base = { draftId: draft.id, annotationId, rev: draft.rev, result: stringifyJson(draft.result) };
    return { base, leadTime: Math.max(draft.leadTime, tab.annotation?.leadTime ?? 0) };
  }
  const result = stringifyJson(tab.annotation?.result ?? []);
  return {
    base: { draftId: null, annotationId, rev: tab.annotation?.rev ?? null, result },
    leadTime: tab.annotation?.leadTime ?? 0,
  };
}

interface OpenOptions {
  readonly origin?: Origin | null;
  /** Takes the lock from another tab of the browser. */
  readonly takesOver?: boolean;
}

/** Opens a tab: the server's state, what the journal knows beyond it, autosave, and the lock against other browser tabs. */
export async function openWork(
  context: WorkContext,
  task: LabelTask,
  ui: LabelInterface,
  tab: WorkTab,
  { origin = null, takesOver = false }: OpenOptions = {},
): Promise<Work> {
  const { host, project, user, timers } = context;
  const readOnly = isReadOnly(tab);
  const { base, leadTime } = baseOf(task, tab, user);
  const target = journalTarget(project.id, task.id, base.annotationId);
  const session = new AnnotationSession({
    target,
    codecs: ui.codecs,
    base,
    leadTime,
    readOnly,
    journal: host.journal,
    now: timers.now,
  });
  const record = readOnly ? null : await host.journal.read(target);
  const journalConflict = record === null ? null : session.restore(record);
  const lock = readOnly
    ? null
    : new TabLock({ channel: context.openChannel(), target, tab: context.tabId, now: timers.now(), takes: takesOver });
  const saver = readOnly
    ? null
    : new DraftSaver({ session, taskId: task.id, save: (draft, options) => host.saveDraft(draft, options), timers });
  const work: Work = {
    tab,
    taskId: task.id,
    ui,
    session,
    saver,
    lock,
    uniqueId: newUuid(),
    parents: { prediction: null, annotation: null },
    journalConflict,
  };
  if (origin !== null) copyInto(work, origin);
  return work;
}

/** Puts a copy in place of what is there, as one step that can be undone. */
export function copyInto(work: Work, origin: Origin): void {
  work.session.replaceAll("Copy", origin.result);
  work.parents.prediction = origin.parentPrediction;
  work.parents.annotation = origin.parentAnnotation;
}

/** Leaves a tab: what is not saved is sent off, and the journal keeps it until that is through. */
export async function closeWork(work: Work): Promise<void> {
  work.lock?.close();
  await work.saver?.flush();
  await work.saver?.stop();
}
