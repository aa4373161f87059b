/** Undo and redo: a stack of command groups, capped by memory and not by count. */

import { type Change, inverse } from "./entries";
import type { RegionStore } from "./store";

export interface Group {
  readonly label: string;
  readonly changes: readonly Change[];
  /** Groups with the same key that follow each other quickly become one, such as nudges by arrow keys. */
  readonly mergeKey: string | null;
  readonly at: number;
}

export type Move = "do" | "undo" | "redo";

/** What happened, with the changes as they were applied. */
export interface HistoryEvent {
  readonly move: Move;
  readonly group: Group;
}

const MERGE_WITHIN_MS = 800;
const BYTES_OF_A_CHANGE = 600;

interface HistoryOptions {
  readonly now: () => number;
  readonly maxBytes?: number;
}

export class History {
  readonly #store: RegionStore;
  readonly #now: () => number;
  readonly #maxChanges: number;
  readonly #listeners = new Set<(event: HistoryEvent) => void>();
  #done: Group[] = [];
  #undone: Group[] = [];

  constructor(store: RegionStore, { now, maxBytes = 16 * 1024 * 1024 }: HistoryOptions) {
    this.#store = store;
    this.#now = now;
    this.#maxChanges = Math.max(1, Math.floor(maxBytes / BYTES_OF_A_CHANGE));
  }

  get undoLabel(): string | null {
    return this.#done.at(-1)?.label ?? null;
  }

  get redoLabel(): string | null {
    return this.#undone.at(-1)?.label ?? null;
  }

  /** Applies a group of changes and remembers how to take it back. An empty group does nothing. */
  run(label: string, changes: readonly Change[], options: { mergeKey?: string; at?: number } = {}): void {
    if (changes.length === 0) return;
    this.#store.apply(changes);
    const group = { label, changes, mergeKey: options.mergeKey ?? null, at: options.at ?? this.#now() };
    const last = this.#done.at(-1);
    const merges =
      last !== undefined &&
      last.mergeKey !== null &&
      last.mergeKey === group.mergeKey &&
      group.at - last.at <= MERGE_WITHIN_MS;
    if (merges) this.#done[this.#done.length - 1] = { ...group, changes: condense([...last.changes, ...changes]) };
    else this.#done.push(group);
    this.#undone = [];
    this.#cap();
    this.#tell({ move: "do", group });
  }

  /** Takes the last group back; null when there is none. */
  undo(): Group | null {
    const group = this.#done.pop();
    if (group === undefined) return null;
    const changes = inverse(group.changes);
    this.#store.apply(changes);
    this.#undone.push(group);
    this.#tell({ move: "undo", group: { ...group, changes } });
    return group;
  }

  redo(): Group | null {
    const group = this.#undone.pop();
    if (group === undefined) return null;
    this.#store.apply(group.changes);
    this.#done.push(group);
    this.#tell({ move: "redo", group });
    return group;
  }

  /** Repeats a recorded event, so that undo works as before the reload. */
  replay({ move, group }: HistoryEvent): void {
    if (move === "undo" && this.#done.length > 0) this.undo();
    else if (move === "redo" && this.#undone.length > 0) this.redo();
    else if (move === "do")
      this.run(group.label, group.changes, {
        at: group.at,
        ...(group.mergeKey === null ? {} : { mergeKey: group.mergeKey }),
      });
    else this.#store.apply(group.changes);
  }

  clear(): void {
    this.#done = [];
    this.#undone = [];
  }

  onEvent(listener: (event: HistoryEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #cap(): void {
    let changes = 0;
    let keep = this.#done.length;
    while (keep > 0 && changes <= this.#maxChanges) changes += this.#done[--keep]?.changes.length ?? 0;
    const tooMany = changes > this.#maxChanges ? keep + 1 : keep;
    if (tooMany > 0) this.#done.splice(0, Math.min(tooMany, this.#done.length - 1));
  }

  #tell(event: HistoryEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

/** Replacements of the same entry in a row become one, and with its addition the addition of what came of it. */
function condense(changes: readonly Change[]): readonly Change[] {
  const result: Change[] = [];
  for (const change of changes) {
    const last = result.at(-1);
    const joins = last?.key === change.key && last.after !== null && change.before !== null && change.after !== null;
    if (joins) result[result.length - 1] = { ...last, after: change.after };
    else result.push(change);
  }
  return result;
}
