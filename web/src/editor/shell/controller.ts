/** The label page without its looks: which task is open, which tab of it, and what submitting, skipping and walking do. */

import type { Json } from "../core/json";
import { Observable } from "../core/observable";
import { HostConflict, type LabelHost, type LabelTask, type StoredAnnotation, type Version } from "../host";
import { firstOpen, omitsAnswer } from "../tags/checks";
import { buildInterface, loadTexts } from "../tags/interface";
import { type Conflict, draftConflict, journalConflict } from "./conflicts";
import { EMPTY, type PageState } from "./page-state";
import { withPredictions } from "./predictions";
import { copied, round, submissionOf, tidyDraft } from "./submission";
import { Trail } from "./trail";
import {
  closeWork,
  copyInto,
  NEW_TAB,
  type Origin,
  openWork,
  tabsOf,
  versionTab,
  type Work,
  type WorkContext,
  type WorkTab,
} from "./work";

interface LoadOptions {
  /** The present task is done with: it does not stay open when the next one cannot be loaded. */
  readonly leaves?: boolean;
}

export type Notice = "submitted" | "skipped" | "updated" | "nothing-to-submit" | "update-failed" | "taken";

interface ControllerOptions extends WorkContext {
  readonly host: LabelHost;
  /** One task only, outside the stream. */
  readonly taskId: number | null;
  readonly onNotice: (notice: Notice, detail: string) => void;
}

export class LabelController {
  readonly state = new Observable<PageState>(EMPTY);
  readonly #options: ControllerOptions;
  readonly #works = new Map<string, Work>();
  readonly #trail = new Trail();
  /** An earlier version of an annotation that is looked at. */
  #version: WorkTab | null = null;
  #opening = 0;
  #closed = false;

  constructor(options: ControllerOptions) {
    this.#options = options;
    options.host.taken.subscribe(() => this.#taken(options.host.taken.value));
  }

  get isStream(): boolean {
    return this.#options.taskId === null;
  }

  /** Opens the first task. */
  start(): Promise<void> {
    const { host, taskId } = this.#options;
    return this.#load(() => (taskId === null ? host.loadNext(null) : host.loadTask(taskId)));
  }

  /** Opens a tab of the task; a copy begins from another's work. */
  async openTab(key: string, origin: Origin | null = null): Promise<void> {
    const { task, ui } = this.state.value;
    if (task === null || ui === null) return;
    const tab = this.#tabs(task, key === NEW_TAB).find((candidate) => candidate.key === key);
    if (tab === undefined) return;
    const opening = ++this.#opening;
    const known = this.#works.get(key);
    const work = known ?? (await openWork(this.#options, task, ui, tab, { origin }));
    if (known === undefined) this.#keep(work);
    else if (origin !== null) copyInto(work, origin);
    if (opening !== this.#opening) return;
    this.state.value.work?.session.pause();
    work.session.resume();
    // Models may have answered meanwhile.
    const now = this.#tabs(this.state.value.task ?? task);
    this.#patch({ tabs: now, work, open: null, refusal: null, conflict: this.#conflictAtOpening(work) });
  }

  /** Shows what an annotation held once, in a tab of its own. */
  openVersion(annotation: StoredAnnotation, version: Version, title: string): Promise<void> {
    this.#version = versionTab(annotation, version, title);
    return this.openTab(this.#version.key);
  }

  /** Begins a new annotation, from nothing or from the open tab's result. */
  newAnnotation({ copy }: { readonly copy: boolean }): Promise<void> {
    const { work } = this.state.value;
    if (!copy || work === null) return this.openTab(NEW_TAB);
    const { prediction, annotation } = work.tab;
    return this.openTab(NEW_TAB, {
      result: copied(work.session.result(), prediction !== null),
      parentPrediction: prediction?.id ?? null,
      parentAnnotation: annotation?.id ?? null,
    });
  }

  async submit(): Promise<void> {
    const { work, busy, conflict } = this.state.value;
    if (work === null || busy || conflict !== null || work.saver === null || !this.#holds(work)) return;
    const open = firstOpen(work.ui, work.session.store);
    if (open !== null) {
      if (open.region !== null) work.session.selection.select(open.region);
      this.#patch({ open: { ...open } });
      return;
    }
    const result = work.session.result(omitsAnswer(work.ui, work.session.store));
    if (result.length === 0 && !this.#options.project.allowsEmpty) {
      this.#options.onNotice("nothing-to-submit", "");
      return;
    }
    await (work.tab.annotation === null ? this.#handOver(work, result, false) : this.#update(work, result, null));
  }

  async skip(): Promise<void> {
    const { work, busy, conflict } = this.state.value;
    if (work === null || busy || conflict !== null || work.saver === null || !this.#holds(work)) return;
    if (work.tab.annotation !== null) return;
    await this.#handOver(work, work.session.result(), true);
  }

  /** The task seen before this one in this browser tab. */
  async previous(): Promise<void> {
    const { before } = this.#trail;
    if (before !== null) await this.#load(() => this.#options.host.loadTask(before.id));
  }

  /** The task seen after this one, or a new one; the present one keeps its draft. */
  async next(): Promise<void> {
    const { after } = this.#trail;
    const { host } = this.#options;
    const { task } = this.state.value;
    if (after !== null) await this.#load(() => host.loadTask(after.id));
    else if (this.isStream && task !== null) await this.#load(() => host.loadNext(task.id));
  }

  /** Works on a submission again that could not be delivered. */
  async reopen(uniqueId: string): Promise<void> {
    const submission = await this.#options.host.withdraw(uniqueId);
    if (submission === null) return;
    await this.#load(() => this.#options.host.loadTask(submission.taskId));
    await this.openTab(NEW_TAB, {
      result: [...submission.result],
      parentPrediction: submission.parentPrediction,
      parentAnnotation: submission.parentAnnotation,
    });
  }

  /** This browser tab edits from now on. */
  async takeOver(): Promise<void> {
    const { work } = this.state.value;
    if (work !== null) await this.#reopen(work, true);
  }

  /** Reads the state of a tab anew, for another tab of the browser may have changed it; the journal is shared by both. */
  async #reopen(work: Work, takesOver: boolean): Promise<void> {
    const { task, ui } = this.state.value;
    if (task === null || ui === null || this.#works.get(work.tab.key) !== work) return;
    this.#works.delete(work.tab.key);
    await work.saver?.stop();
    work.lock?.close();
    const fresh = await this.#options.host.loadTask(task.id);
    const tabs = tabsOf(fresh, this.#options.user, work.tab.kind === "new");
    const tab = tabs.find((candidate) => candidate.key === work.tab.key) ?? work.tab;
    const opened = await openWork(this.#options, fresh, ui, tab, { takesOver });
    this.#keep(opened);
    if (this.state.value.work === work)
      this.#patch({ task: fresh, tabs, work: opened, conflict: this.#conflictAtOpening(opened) });
  }

  /** Remembers an open tab. When another browser tab takes it over nothing is saved here; when it is given back it is read anew. */
  #keep(work: Work): void {
    this.#works.set(work.tab.key, work);
    const { lock } = work;
    lock?.held.subscribe(() => {
      if (!lock.held.value) void work.saver?.stop();
      else void this.#reopen(work, false);
    });
  }

  /** The page is hidden or left: everything is sent that can be, and the clock stops. */
  hide(): void {
    this.state.value.work?.session.pause();
    for (const work of this.#works.values()) void work.saver?.flush({ keepalive: true });
  }

  /** The page goes away: everything is sent, and other tabs of the browser may edit. */
  leave(): void {
    this.hide();
    for (const work of this.#works.values()) work.lock?.release();
  }

  /** The page is back from the browser's memory; another tab may have gone on meanwhile. */
  async comeBack(): Promise<void> {
    const { work } = this.state.value;
    if (work !== null) await this.#reopen(work, false);
  }

  /** The network is back: what waits is sent now. */
  online(): void {
    for (const work of this.#works.values()) void work.saver?.flush();
  }

  show(): void {
    this.state.value.work?.session.resume();
  }

  /** Leaves the page. */
  async close(): Promise<void> {
    this.#closed = true;
    const { task, work } = this.state.value;
    const untouched = work !== null && work.session.seq === 0 && work.session.base.draftId === null;
    this.#options.host.release(this.isStream && untouched ? (task?.id ?? null) : null);
    await this.#closeWorks();
  }

  clearOpen(): void {
    this.#patch({ open: null });
  }

  /** Somebody else was quicker with a task that was shown from the prefetched ones; what was done here stays in the journal. */
  #taken(taskId: number | null): void {
    if (taskId === null || this.state.value.task?.id !== taskId) return;
    this.#options.onNotice("taken", String(this.state.value.task.number));
    void this.#load(() => this.#options.host.loadNext(null));
  }

  #patch(change: Partial<PageState>): void {
    this.state.update((state) => ({ ...state, ...change }));
  }

  #holds(work: Work): boolean {
    return work.lock?.held.value ?? false;
  }

  async #closeWorks(): Promise<void> {
    const works = [...this.#works.values()];
    this.#works.clear();
    await Promise.all(works.map(closeWork));
  }

  async #load(find: () => Promise<LabelTask | null>, { leaves = false }: LoadOptions = {}): Promise<void> {
    this.#patch({ busy: true, refusal: null });
    try {
      const task = await find();
      if (this.#closed) return;
      void this.#closeWorks();
      if (task === null) {
        this.#trail.leave();
        this.#patch({ ...EMPTY, phase: { kind: "finished" }, canGoBack: this.#trail.before !== null });
        return;
      }
      await this.#show(task);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const stays = this.state.value.task !== null && !leaves;
      if (!stays) this.#patch({ ...EMPTY, phase: { kind: "failed", reason }, canGoBack: this.#trail.before !== null });
      else this.#patch({ refusal: reason, busy: false });
    }
  }

  async #show(task: LabelTask): Promise<void> {
    const { host, project, user } = this.#options;
    const ui = await loadTexts(buildInterface(project.config, task.data), (url) => host.loadText(url));
    this.#remember(task.id);
    this.#version = null;
    const tabs = tabsOf(task, user, false);
    const first = tabs[0];
    if (first === undefined) throw new Error("A task without a tab");
    const work = await openWork(this.#options, task, ui, first);
    if (this.#closed) return closeWork(work);
    this.#keep(work);
    const { before, after, current } = this.#trail;
    const position = current?.position ?? null;
    const canGoOn = this.isStream || after !== null;
    const conflict = this.#conflictAtOpening(work);
    this.#patch({
      ...EMPTY,
      phase: { kind: "ready" },
      task,
      ui,
      tabs,
      work,
      position,
      conflict,
      canGoBack: before !== null,
      canGoOn,
    });
    if (this.isStream) host.prefetch(task.id);
    void this.#askModels(task.id);
  }

  /** Models are asked behind the open task; what they say comes as more tabs, and nothing else moves. */
  async #askModels(taskId: number): Promise<void> {
    const found = await this.#options.host.predict(taskId, { inStream: this.isStream });
    const { task, work } = this.state.value;
    if (found === null || this.#closed || task?.id !== taskId) return;
    const more = withPredictions(task, found.predictions, work?.tab.prediction ?? null);
    this.#patch({ task: more, tabs: this.#tabs(more), modelsFailed: found.failed });
  }

  #tabs(task: LabelTask, withNew = false): readonly WorkTab[] {
    const tabs = tabsOf(task, this.#options.user, withNew || this.#works.has(NEW_TAB));
    return this.#version === null ? tabs : [...tabs, this.#version];
  }

  #remember(id: number): void {
    const { done, total } = this.#options.project;
    const position = this.isStream ? Math.min(done + this.#trail.length + 1, Math.max(total, 1)) : null;
    this.#trail.visit(id, position);
  }

  /** Gives new work away. In the stream the next task opens at once; the delivery goes on behind. */
  async #handOver(work: Work, result: readonly Json[], skipped: boolean): Promise<void> {
    const { host, onNotice } = this.#options;
    const { task } = this.state.value;
    if (task === null) return;
    this.#patch({ busy: true, refusal: null });
    const submission = submissionOf(work, task, result, skipped);
    const stopped = work.saver?.stop();
    const { delivered } = await (skipped ? host.skip(submission) : host.submit(submission));
    await work.session.finish();
    void tidyDraft(host, { work, stopped, known: submission.draftId, delivered });
    this.#works.delete(work.tab.key);
    work.lock?.close();
    onNotice(skipped ? "skipped" : "submitted", String(task.number));
    if (this.isStream) {
      delivered.catch(() => undefined); // The outbox keeps it and says so.
      await this.#load(() => host.loadNext(task.id), { leaves: true });
    } else await this.#reload(delivered, task.id);
  }

  async #reload(delivered: Promise<unknown>, taskId: number): Promise<void> {
    try {
      await delivered;
    } catch (error) {
      this.#patch({ busy: false, refusal: error instanceof Error ? error.message : String(error) });
      return;
    }
    await this.#load(() => this.#options.host.loadTask(taskId));
  }

  async #update(work: Work, result: readonly Json[], overRev: number | null): Promise<void> {
    const annotation = work.tab.annotation;
    if (annotation === null) return;
    this.#patch({ busy: true, refusal: null });
    const { host, onNotice } = this.#options;
    try {
      const rev = overRev ?? annotation.rev;
      await work.saver?.flush();
      const leadTime = round(work.session.leadTime);
      await host.update({ taskId: work.taskId, annotationId: annotation.id, rev, result, leadTime, skipped: false });
      // The server removes the drafts of an annotation that was changed.
      await work.saver?.stop();
      await work.session.finish();
      onNotice("updated", String(this.state.value.task?.number ?? ""));
      // Work that a reviewer sent back is handed out like new work, and its change ends it.
      const goesOn = this.isStream && annotation.reviewState === "returned";
      await this.#load(() => (goesOn ? host.loadNext(work.taskId) : host.loadTask(work.taskId)));
    } catch (error) {
      if (error instanceof HostConflict)
        this.#patch({ busy: false, conflict: this.#updateConflict(work, result, error) });
      else {
        const reason = error instanceof Error ? error.message : String(error);
        this.#patch({ busy: false, refusal: reason });
        onNotice("update-failed", reason);
      }
    }
  }

  #updateConflict(work: Work, mine: readonly Json[], { current }: HostConflict): Conflict {
    return {
      mine,
      theirs: current.result,
      keepMine: () => {
        this.#patch({ conflict: null });
        void this.#update(work, mine, current.rev);
      },
      takeTheirs: () => {
        this.#patch({ conflict: null });
        void this.#takeTheirs(work);
      },
    };
  }

  async #takeTheirs(work: Work): Promise<void> {
    const { draftId } = work.session.base;
    await work.saver?.stop();
    if (draftId !== null) await this.#options.host.deleteDraft(draftId);
    await work.session.finish();
    await this.#load(() => this.#options.host.loadTask(work.taskId));
  }

  #conflictAtOpening(work: Work): Conflict | null {
    return journalConflict(work, () => this.#patch({ conflict: null }));
  }

  /** A draft was changed elsewhere: shown when autosave runs into it. */
  draftConflict(work: Work, error: HostConflict): void {
    this.#patch({ conflict: draftConflict(work, error, () => this.#patch({ conflict: null })) });
  }
}
