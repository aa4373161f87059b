/**
 * The journal: every command group, written to the browser before the network hears of it.
 *
 * A journal belongs to one target (a task and, where there is one, an annotation). It begins from a base, the state the server
 * has, and is emptied only when the server has confirmed a later one.
 */

import type { Change, Entry } from "./entries";
import type { HistoryEvent, Move } from "./history";
import { isArray, isObject, type Json, parseJson, stringifyPlain, toNumber, toText } from "./json";

/** The state on the server that the rows begin from. */
export interface JournalBase {
  readonly draftId: number | null;
  readonly annotationId: number | null;
  /** Revision of the draft, or of the annotation when there is no draft yet; null for new work. */
  readonly rev: number | null;
  /** The result list of that state, as JSON text. */
  readonly result: string;
}

export interface JournalRow {
  readonly seq: number;
  /** A history event as JSON text, numbers spelt as they were read. */
  readonly event: string;
}

export interface JournalRecord {
  readonly base: JournalBase;
  readonly rows: readonly JournalRow[];
}

/** Where journals are kept. `target` names the task and annotation. */
export interface JournalStore {
  read(target: string): Promise<JournalRecord | null>;
  /** Adds rows; the base is stored with the first one. */
  append(target: string, base: JournalBase, rows: readonly JournalRow[]): Promise<void>;
  /** The server has everything up to `seq`: rows up to it go, later ones now begin from `base`. */
  confirm(target: string, seq: number, base: JournalBase): Promise<void>;
  remove(target: string): Promise<void>;
}

export function journalTarget(project: number, task: number, annotation: number | null): string {
  return `${project}/${task}/${annotation ?? "new"}`;
}

const MOVES: readonly Move[] = ["do", "undo", "redo"];

export function writeEvent({ move, group }: HistoryEvent): string {
  const { label, mergeKey, at, changes } = group;
  return stringifyPlain({ move, label, mergeKey, at, changes });
}

function isEntry(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && "key" in value && "value" in value && "type" in value;
}

function readEntry(value: Json | undefined): Entry | null {
  return isEntry(value) ? value : null;
}

function readChange(value: Json): Change | null {
  if (!isObject(value)) return null;
  const key = toText(value.key);
  const at = toNumber(value.at);
  if (key === null || at === null) return null;
  return { key, at, before: readEntry(value.before), after: readEntry(value.after) };
}

/** Reads a row; null when it was not written by this code. */
export function readEvent(text: string): HistoryEvent | null {
  const value = parseJson(text);
  if (!isObject(value) || !isArray(value.changes)) return null;
  const move = MOVES.find((candidate) => candidate === value.move);
  const changes = value.changes.map(readChange);
  const label = toText(value.label);
  if (move === undefined || label === null) return null;
  const known = changes.filter((change): change is Change => change !== null);
  if (known.length !== changes.length) return null;
  return { move, group: { label, changes: known, mergeKey: toText(value.mergeKey), at: toNumber(value.at) ?? 0 } };
}

/** Keeps journals in memory: for previews, and where the browser has no database. */
export class MemoryJournal implements JournalStore {
  readonly #records = new Map<string, JournalRecord>();

  read(target: string): Promise<JournalRecord | null> {
    return Promise.resolve(this.#records.get(target) ?? null);
  }

  append(target: string, base: JournalBase, rows: readonly JournalRow[]): Promise<void> {
    const known = this.#records.get(target);
    this.#records.set(
      target,
      known === undefined ? { base, rows } : { base: known.base, rows: [...known.rows, ...rows] },
    );
    return Promise.resolve();
  }

  confirm(target: string, seq: number, base: JournalBase): Promise<void> {
    const rows = (this.#records.get(target)?.rows ?? []).filter((row) => row.seq > seq);
    if (rows.length === 0) this.#records.delete(target);
    else this.#records.set(target, { base, rows });
    return Promise.resolve();
  }

  remove(target: string): Promise<void> {
    this.#records.delete(target);
    return Promise.resolve();
  }
}
