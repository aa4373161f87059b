/** Autosave of one session: a second after the last change, at the latest every five, again and again until it is through. */

import { type DraftToSave, HostConflict, HostOffline } from "../host";
import { stringifyJson } from "./json";
import { Observable } from "./observable";
import type { AnnotationSession } from "./session";

export type SaveState =
  | { readonly kind: "saved" }
  | { readonly kind: "unsaved" }
  | { readonly kind: "saving" }
  | { readonly kind: "offline" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "conflict"; readonly conflict: HostConflict };

export interface Timers {
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
}

interface SaverOptions {
  readonly session: AnnotationSession;
  readonly taskId: number;
  readonly save: (
    draft: DraftToSave,
    options: { readonly keepalive: boolean },
  ) => Promise<{ readonly id: number; readonly rev: number }>;
  readonly timers: Timers;
}

const DEBOUNCE_MS = 1000;
const AT_MOST_MS = 5000;
const RETRY_MS = [2000, 4000, 8000, 15_000, 30_000, 60_000];

export class DraftSaver {
  readonly state: Observable<SaveState>;
  readonly #options: SaverOptions;
  readonly #stopListening: () => void;
  #cancelTimer: () => void = () => undefined;
  #firstUnsaved: number | null = null;
  #failures = 0;
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(options: SaverOptions) {
    this.#options = options;
    this.state = new Observable<SaveState>({ kind: options.session.dirty ? "unsaved" : "saved" });
    this.#stopListening = options.session.onChange(() => this.#changed());
    if (options.session.dirty) this.#changed();
  }

  /** Saves now what is not saved. With `keepalive` the request outlives the page. */
  flush({ keepalive = false } = {}): Promise<void> {
    this.#cancelTimer();
    if (!this.#options.session.dirty || this.#stopped || this.state.value.kind === "conflict")
      return this.#running ?? Promise.resolve();
    const running = (this.#running ?? Promise.resolve()).then(() => this.#save(keepalive));
    const tracked = running.finally(() => {
      if (this.#running === tracked) this.#running = null;
    });
    this.#running = tracked;
    return tracked;
  }

  /** The person chose what counts; saving goes on. */
  resolved(): void {
    this.state.set({ kind: this.#options.session.dirty ? "unsaved" : "saved" });
    if (this.#options.session.dirty) this.#schedule(0);
  }

  /** No more saves; resolves when a running one is over, so that nothing overtakes what comes next. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer();
    this.#stopListening();
    await this.#running;
  }

  #changed(): void {
    if (this.#stopped) return;
    const now = this.#options.timers.now();
    this.#firstUnsaved ??= now;
    const { kind } = this.state.value;
    if (kind === "conflict") return;
    if (kind === "saved") this.state.set({ kind: "unsaved" });
    if (kind === "offline") return;
    this.#schedule(Math.max(0, Math.min(DEBOUNCE_MS, this.#firstUnsaved + AT_MOST_MS - now)));
  }

  #schedule(ms: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#options.timers.after(ms, () => void this.flush());
  }

  async #save(keepalive: boolean): Promise<void> {
    const { session, taskId, save } = this.#options;
    if (!session.dirty || this.#stopped) return;
    const seq = session.seq;
    const result = session.result();
    const { draftId, annotationId, rev } = session.base;
    this.state.set({ kind: "saving" });
    try {
      const draft = { taskId, annotationId, draftId, rev, result, leadTime: session.leadTime };
      const saved = await save(draft, { keepalive });
      await session.confirm(seq, { draftId: saved.id, annotationId, rev: saved.rev, result: stringifyJson(result) });
      this.#failures = 0;
      this.#firstUnsaved = session.dirty ? this.#options.timers.now() : null;
      this.state.set({ kind: session.dirty ? "unsaved" : "saved" });
      if (session.dirty && !this.#stopped) this.#schedule(DEBOUNCE_MS);
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    if (error instanceof HostConflict) {
      this.state.set({ kind: "conflict", conflict: error });
      return;
    }
    const wait = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)] ?? 60_000;
    this.#failures++;
    const reason = error instanceof Error ? error.message : String(error);
    this.state.set(error instanceof HostOffline ? { kind: "offline" } : { kind: "refused", reason });
    if (!this.#stopped) this.#schedule(wait);
  }
}
