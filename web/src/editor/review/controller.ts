/** The review page without its looks: which annotation awaits a verdict, and what judging, correcting and walking do. */

import type { Json } from "../core/json";
import { Observable } from "../core/observable";
import { HostConflict, type LabelTask, type StoredAnnotation, type Version } from "../host";
import { type Conflict, draftConflict, journalConflict } from "../shell/conflicts";
import { closeWork, openWork, versionTab, type Work, type WorkContext, type WorkTab } from "../shell/work";
import { firstOpen, omitsAnswer } from "../tags/checks";
import { buildInterface, loadTexts } from "../tags/interface";
import { HostJudged, type ReviewHost, type ReviewProject, type Verdict } from "./host";
import { EMPTY, NO_TASK, type ReviewState } from "./state";

export type ReviewNotice =
  | { readonly kind: "accepted" | "fixed" | "rejected"; readonly task: number }
  | { readonly kind: "judged"; readonly by: string; readonly accepted: boolean }
  | { readonly kind: "changed" | "gone" | "taken-back" };

interface ReviewOptions extends WorkContext {
  readonly host: ReviewHost;
  readonly project: ReviewProject;
  readonly onNotice: (notice: ReviewNotice) => void;
}

interface LastVerdict {
  readonly review: number;
  readonly taskId: number;
}

export interface Reasons {
  readonly comment: string;
  readonly removes: boolean;
}

export class ReviewController {
  readonly state = new Observable<ReviewState>(EMPTY);
  readonly #options: ReviewOptions;
  #last: LastVerdict | null = null;
  #openedAt = "";
  #closed = false;

  constructor(options: ReviewOptions) {
    this.#options = options;
  }

  /** Whether there is a verdict of this visit that can be taken back. */
  get canTakeBack(): boolean {
    return this.#last !== null;
  }

  /** Opens the next task that awaits a verdict. */
  start(): Promise<void> {
    return this.#load(() => this.#options.host.loadNext(this.state.value.passed));
  }

  /** Opens another annotation of the task. */
  async openTab(key: string): Promise<void> {
    const { task, tabs, work, busy } = this.state.value;
    const tab = tabs.find((candidate) => candidate.key === key);
    if (task === null || tab === undefined || busy || work?.tab.key === key) return;
    await this.#leaveWork();
    await this.#open(task, tabs, tab);
  }

  /** Shows what an annotation held once, in a tab of its own; nothing can be said of it there. */
  async openVersion(annotation: StoredAnnotation, version: Version, title: string): Promise<void> {
    const { task, tabs, busy } = this.state.value;
    if (task === null || busy) return;
    const tab = versionTab(annotation, version, title);
    await this.#leaveWork();
    await this.#open(task, [...tabs.filter(({ kind }) => kind !== "version"), tab], tab);
  }

  /** The annotation may be changed from now on. */
  fix(): void {
    if (this.#ready() !== null) this.#patch({ fixing: true });
  }

  /** The annotation is shown as it was handed in; corrections are given up. */
  async stopFixing(): Promise<void> {
    const work = this.#ready();
    const { task, tabs, fixing } = this.state.value;
    if (work === null || task === null || !fixing) return;
    this.#patch({ busy: true });
    try {
      await this.#discard(work);
      await this.#leaveWork();
      await this.#open({ ...task, drafts: [] }, tabs, work.tab);
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** Accepts what is shown: as it was handed in, or as corrected. */
  async accept(): Promise<void> {
    const work = this.#ready();
    if (work === null) return;
    const result = this.state.value.fixing ? this.#corrected(work) : null;
    if (result !== "open") await this.#judge(work, { accepted: true, comment: "", removes: false, result });
  }

  /** Rejects the annotation as it was handed in. */
  async reject({ comment, removes }: Reasons): Promise<void> {
    const work = this.#ready();
    if (work !== null) await this.#judge(work, { accepted: false, comment, removes, result: null });
  }

  /** Takes the last verdict of this visit back, and opens its task again. */
  async takeBack(): Promise<void> {
    const last = this.#last;
    if (last === null || this.state.value.busy) return;
    this.#patch({ busy: true, refusal: null });
    try {
      await this.#options.host.takeBack(last.review);
    } catch (error) {
      this.#refuse(error);
      return;
    }
    this.#last = null;
    this.#options.onNotice({ kind: "taken-back" });
    await this.#load(() => this.#options.host.loadTask(last.taskId));
  }

  /** Puts the task off and opens the next one. */
  async next(): Promise<void> {
    const { task, passed, busy } = this.state.value;
    if (task === null || busy) return;
    this.#options.host.release(task.id);
    this.#patch({ passed: [...passed.filter((id) => id !== task.id), task.id] });
    await this.start();
  }

  /** The task that was put off last. */
  async previous(): Promise<void> {
    const { passed, busy } = this.state.value;
    const last = passed.at(-1);
    if (last === undefined || busy) return;
    this.#patch({ passed: passed.slice(0, -1) });
    await this.#load(() => this.#options.host.loadTask(last));
  }

  /** Looks at everything that was put off. */
  async again(): Promise<void> {
    this.#patch({ passed: [] });
    await this.start();
  }

  hide(): void {
    this.state.value.work?.session.pause();
    void this.state.value.work?.saver?.flush({ keepalive: true });
  }

  show(): void {
    this.state.value.work?.session.resume();
  }

  /** The network is back: what waits is sent now. */
  online(): void {
    void this.state.value.work?.saver?.flush();
  }

  /** This browser tab edits from now on. */
  async takeOver(): Promise<void> {
    const { work } = this.state.value;
    if (work !== null) await this.#reopen(work, true);
  }

  /** Reads the open annotation anew, for another tab of the browser may have changed its draft. */
  async #reopen(work: Work, takesOver: boolean): Promise<void> {
    const { tabs, task } = this.state.value;
    if (task === null || this.state.value.work !== work) return;
    try {
      await closeWork(work);
      const fresh = await this.#options.host.loadTask(task.id);
      await this.#open(fresh, tabs, work.tab, takesOver);
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** A draft of the correction was changed elsewhere: shown when autosave runs into it. */
  draftConflict(work: Work, error: HostConflict): void {
    this.#patch({ conflict: draftConflict(work, error, this.#settled) });
  }

  clearOpen(): void {
    this.#patch({ open: null });
  }

  /** Leaves the page. */
  async close(): Promise<void> {
    this.#closed = true;
    const { task } = this.state.value;
    if (task !== null) this.#options.host.release(task.id);
    await this.#leaveWork();
  }

  /** The open annotation, when something can be done with it. */
  #ready(): Work | null {
    const { work, busy, conflict } = this.state.value;
    const holds = work?.lock?.held.value ?? false;
    return busy || conflict !== null || !holds ? null : work;
  }

  #patch(change: Partial<ReviewState>): void {
    if (!this.#closed) this.state.update((state) => ({ ...state, ...change }));
  }

  #refuse(error: unknown): void {
    this.#patch({ busy: false, refusal: error instanceof Error ? error.message : String(error) });
  }

  readonly #settled = (): void => this.#patch({ conflict: null });

  /** The corrected result; null when nothing was changed, `open` when a required question has no answer. */
  #corrected(work: Work): readonly Json[] | "open" | null {
    const { session, ui } = work;
    if (session.seq === 0 && session.base.draftId === null) return null;
    const open = firstOpen(ui, session.store);
    if (open === null) return session.result(omitsAnswer(ui, session.store));
    if (open.region !== null) session.selection.select(open.region);
    this.#patch({ open: { ...open } });
    return "open";
  }

  async #judge(work: Work, said: Pick<Verdict, "accepted" | "comment" | "removes" | "result">): Promise<void> {
    const { annotation } = work.tab;
    const { task } = this.state.value;
    if (annotation === null || task === null) return;
    this.#patch({ busy: true, refusal: null });
    const { host, onNotice } = this.#options;
    const { id: annotationId, rev } = annotation;
    try {
      await work.saver?.flush();
      const review = await host.judge({ ...said, annotationId, rev, startedAt: this.#openedAt });
      this.#last = { review, taskId: task.id };
      const kind = said.accepted ? (said.result === null ? "accepted" : "fixed") : "rejected";
      onNotice({ kind, task: task.number });
    } catch (error) {
      if (error instanceof HostJudged) onNotice({ kind: "judged", by: error.by, accepted: error.accepted });
      else if (error instanceof HostConflict) return this.#changed(task.id);
      else return this.#refuse(error);
    }
    await this.#tidy(work);
    await this.#goOn(work.tab);
  }

  /** The annotation was changed since it was opened: it is to be looked at again. */
  async #changed(taskId: number): Promise<void> {
    this.#options.onNotice({ kind: "changed" });
    await this.#load(() => this.#options.host.loadTask(taskId));
  }

  async #tidy(work: Work): Promise<void> {
    try {
      await this.#discard(work);
    } catch {
      // The verdict stands. A draft that could not be removed is the reviewer's own and shows nowhere else.
    }
  }

  /** Forgets what was corrected and not accepted. */
  async #discard(work: Work): Promise<void> {
    await work.saver?.stop();
    await work.session.finish();
    const { draftId } = work.session.base;
    if (draftId !== null) await this.#options.host.deleteDraft(draftId);
  }

  /** The next annotation of the task, or the next task. */
  async #goOn(done: WorkTab): Promise<void> {
    const { task, tabs } = this.state.value;
    const left = tabs.filter((tab) => tab.key !== done.key && tab.kind !== "version");
    const [next] = left;
    if (task === null || next === undefined) return this.start();
    await this.#leaveWork();
    await this.#open(task, left, next);
  }

  async #leaveWork(): Promise<void> {
    const { work } = this.state.value;
    if (work !== null) await closeWork(work);
  }

  async #load(find: () => Promise<LabelTask | null>): Promise<void> {
    const { host } = this.#options;
    this.#patch({ busy: true, refusal: null });
    try {
      const [task, queue] = await Promise.all([find(), host.queue()]);
      await this.#leaveWork();
      const tabs = task === null ? [] : this.#tabsOf(task);
      const [first] = tabs;
      if (task === null) this.#patch({ ...NO_TASK, queue, phase: { kind: "finished" } });
      else if (first === undefined) await this.#gone(task.id);
      else {
        this.#patch({ queue });
        await this.#open(task, tabs, first);
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (this.state.value.task === null) this.#patch({ ...NO_TASK, phase: { kind: "failed", reason } });
      else this.#refuse(error);
    }
  }

  /** A task awaits nothing of this reviewer any more; it is passed over, so that it cannot come again and again. */
  async #gone(taskId: number): Promise<void> {
    this.#options.onNotice({ kind: "gone" });
    this.#patch({ passed: [...this.state.value.passed, taskId] });
    await this.start();
  }

  /** What awaits a verdict, oldest first. */
  #tabsOf(task: LabelTask): readonly WorkTab[] {
    const { project, user } = this.#options;
    return task.annotations
      .filter(({ reviewState, wasCancelled }) => reviewState === "pending" && !wasCancelled)
      .filter(({ userId }) => project.judgesOwn || userId !== user.id)
      .sort((one, other) => one.id - other.id)
      .map((annotation) => ({
        key: `a${annotation.id}`,
        kind: "review",
        title: annotation.userName,
        annotation,
        prediction: null,
      }));
  }

  async #open(task: LabelTask, tabs: readonly WorkTab[], tab: WorkTab, takesOver = false): Promise<void> {
    const { host, project } = this.#options;
    const ui = await loadTexts(buildInterface(project.config, task.data), (url) => host.loadText(url));
    const work = await openWork(this.#options, task, ui, tab, { takesOver });
    if (this.#closed) return closeWork(work);
    const { lock } = work;
    // Another tab of the browser may take the annotation over, and give it back when it is closed.
    lock?.held.subscribe(() => void (lock.held.value ? this.#reopen(work, false) : work.saver?.stop()));
    this.#openedAt = new Date(this.#options.timers.now()).toISOString();
    const conflict: Conflict | null = journalConflict(work, this.#settled);
    // Corrections of an earlier visit are shown as such.
    const fixing = work.session.dirty || work.session.base.draftId !== null || conflict !== null;
    this.#patch({ ...NO_TASK, phase: { kind: "ready" }, task, ui, tabs, work, fixing, conflict });
  }
}
