/** One annotation, open: its entries, its history, its journal, and whether the server has it all. */

import type { Codecs } from "./codec";
import type { Entry } from "./entries";
import { History, type HistoryEvent } from "./history";
import { type JournalBase, type JournalRecord, type JournalStore, readEvent, writeEvent } from "./journal";
import { type Json, parseJson, stringifyJson } from "./json";
import { HiddenSet, Selection } from "./selection";
import { readResult, writeResult } from "./serializer";
import { ChangeMismatch, RegionStore } from "./store";

export interface SessionOptions {
  readonly target: string;
  readonly codecs: Codecs;
  readonly base: JournalBase;
  readonly leadTime: number;
  readonly readOnly: boolean;
  readonly journal: JournalStore;
  readonly now: () => number;
}

/** Work found in this browser that does not begin from what the server has. */
export interface JournalConflict {
  readonly mine: readonly Json[];
}

export class AnnotationSession {
  readonly target: string;
  readonly codecs: Codecs;
  readonly readOnly: boolean;
  readonly store = new RegionStore();
  readonly history: History;
  readonly selection = new Selection();
  readonly hidden = new HiddenSet();
  readonly #journal: JournalStore;
  readonly #now: () => number;
  readonly #changed = new Set<() => void>();
  #base: JournalBase;
  #seq = 0;
  #savedSeq = 0;
  #replaying = false;
  #writing: Promise<void> = Promise.resolve();
  #journalError: string | null = null;
  #leadTime: number;
  #activeSince: number | null;

  constructor(options: SessionOptions) {
    this.target = options.target;
    this.codecs = options.codecs;
    this.readOnly = options.readOnly;
    this.#journal = options.journal;
    this.#now = options.now;
    this.#base = options.base;
    this.#leadTime = options.leadTime;
    this.#activeSince = options.now();
    this.history = new History(this.store, { now: options.now });
    this.#load(parseJson(options.base.result));
    this.history.onEvent((event) => this.#record(event));
    this.store.subscribeAll(() => this.#dropGone());
  }

  get base(): JournalBase {
    return this.#base;
  }

  get seq(): number {
    return this.#seq;
  }

  get dirty(): boolean {
    return this.#seq !== this.#savedSeq;
  }

  /** Why the journal cannot be written, if it cannot. */
  get journalError(): string | null {
    return this.#journalError;
  }

  /** Seconds of work so far, pauses left out. */
  get leadTime(): number {
    const running = this.#activeSince === null ? 0 : (this.#now() - this.#activeSince) / 1000;
    return this.#leadTime + Math.max(0, running);
  }

  pause(): void {
    this.#leadTime = this.leadTime;
    this.#activeSince = null;
  }

  resume(): void {
    this.#activeSince ??= this.#now();
  }

  /** The result list. `omit` leaves entries out, such as answers to hidden questions. */
  result(omit?: (entry: Entry) => boolean): Json[] {
    return writeResult(this.store, this.codecs, omit === undefined ? {} : { omit });
  }

  /** Calls back after every change a person makes here, undo and redo included. */
  onChange(listener: () => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  /** The server confirmed the state of `seq` under a new base. */
  async confirm(seq: number, base: JournalBase): Promise<void> {
    this.#base = base;
    this.#savedSeq = Math.max(this.#savedSeq, seq);
    await this.#write(() => this.#journal.confirm(this.target, seq, base));
  }

  /** Replaces the state by the one the server has; what was done here is forgotten. */
  async adopt(base: JournalBase): Promise<void> {
    this.#base = base;
    this.history.clear();
    this.selection.clear();
    this.#load(parseJson(base.result));
    this.#savedSeq = this.#seq;
    await this.#write(() => this.#journal.remove(this.target));
  }

  /** What is here counts, and is to be saved over the state named by the base. */
  rebase(base: JournalBase): void {
    this.#base = base;
    this.#savedSeq = Math.min(this.#savedSeq, this.#seq - 1);
  }

  /** Everything is with somebody who keeps it: the journal goes. */
  async finish(): Promise<void> {
    this.#savedSeq = this.#seq;
    await this.#write(() => this.#journal.remove(this.target));
  }

  /** Puts a whole result list in place of the present one, as one step that can be undone. */
  replaceAll(label: string, result: Json): void {
    const old = [...this.store.entries()];
    const out = old.map((entry) => ({ key: entry.key, at: 0, before: entry, after: null }));
    const entries = readResult(result, this.codecs);
    this.history.run(label, [
      ...out,
      ...entries.map((entry, at) => ({ key: entry.key, at, before: null, after: entry })),
    ]);
  }

  /** Waits until everything recorded so far is in the journal. */
  settled(): Promise<void> {
    return this.#writing;
  }

  /**
   * Brings back work the server does not have. Rows that begin from the server's state, or from one the server has moved past
   * with our own work, are replayed; anything else is a conflict and is left to the person.
   */
  restore(record: JournalRecord): JournalConflict | null {
    const { base } = this;
    const same =
      record.base.draftId === base.draftId &&
      record.base.rev === base.rev &&
      record.base.annotationId === base.annotationId;
    const events = record.rows.map((row) => readEvent(row.event));
    const lastSeq = record.rows.at(-1)?.seq ?? 0;
    const known = events.filter((event): event is HistoryEvent => event !== null);
    if (known.length === 0) return null;
    const serverKnew = this.#replay(same ? base.result : record.base.result, known, same ? null : base.result);
    if (serverKnew === null) {
      const mine = this.result();
      this.history.clear();
      this.#load(parseJson(base.result));
      return { mine };
    }
    this.#seq = lastSeq;
    const confirmed = lastSeq - (known.length - serverKnew);
    if (!same) void this.#write(() => this.#journal.confirm(this.target, confirmed, base));
    this.#savedSeq = confirmed;
    return null;
  }

  /** Replays onto a state; says after how many events the server's state was reached, null when it never was. */
  #replay(from: string, events: readonly HistoryEvent[], server: string | null): number | null {
    this.#replaying = true;
    try {
      this.#load(parseJson(from));
      let reached: number | null = server === null ? 0 : null;
      for (const [index, event] of events.entries()) {
        if (server !== null && stringifyJson(this.result()) === server) reached = index;
        this.history.replay(event);
      }
      return server !== null && stringifyJson(this.result()) === server ? events.length : reached;
    } catch (error) {
      if (!(error instanceof ChangeMismatch)) throw error;
      return null;
    } finally {
      this.#replaying = false;
    }
  }

  #load(result: Json): void {
    this.store.load(readResult(result, this.codecs));
    const hidden = [...this.store.entries()].filter((entry) => entry.source?.hidden === true);
    this.hidden.replace(hidden.map((entry) => entry.key));
  }

  #record(event: HistoryEvent): void {
    if (this.#replaying) return;
    const row = { seq: ++this.#seq, event: writeEvent(event) };
    const base = this.#base;
    void this.#write(() => this.#journal.append(this.target, base, [row]));
    for (const listener of [...this.#changed]) listener();
  }

  /** One write after the other; a failure is told and does not stop later ones. */
  #write(work: () => Promise<void>): Promise<void> {
    this.#writing = this.#writing.then(work).then(
      () => {
        this.#journalError = null;
      },
      (error: unknown) => {
        this.#journalError = error instanceof Error ? error.message : String(error);
      },
    );
    return this.#writing;
  }

  #dropGone(): void {
    const gone = [...this.selection.keys].some((key) => this.store.get(key) === undefined);
    if (gone) this.selection.replace([...this.selection.keys].filter((key) => this.store.get(key) !== undefined));
  }
}
