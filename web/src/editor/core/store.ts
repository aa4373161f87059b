/** The entries of one annotation, with a subscription for each of them. */

import type { Change, Entry } from "./entries";

type Listener = () => void;
type DirtyListener = (dirty: ReadonlySet<string>) => void;

/** A change does not fit the entries it is applied to. */
export class ChangeMismatch extends Error {
  constructor(key: string) {
    super(`The change does not fit the entry ${key}`);
    this.name = "ChangeMismatch";
  }
}

export class RegionStore {
  readonly #entries = new Map<string, Entry>();
  readonly #byEntry = new Map<string, Set<Listener>>();
  readonly #any = new Set<DirtyListener>();
  #order: readonly string[] = [];
  #version = 0;

  /** Keys in the order of the result list. A new array whenever entries come, go or move. */
  get keys(): readonly string[] {
    return this.#order;
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  *entries(): Generator<Entry> {
    for (const key of this.#order) {
      const entry = this.#entries.get(key);
      if (entry !== undefined) yield entry;
    }
  }

  /** Replaces everything, as at loading. */
  load(entries: readonly Entry[]): void {
    const dirty = new Set(this.#order);
    this.#entries.clear();
    for (const entry of entries) {
      if (this.#entries.has(entry.key)) throw new ChangeMismatch(entry.key);
      this.#entries.set(entry.key, entry);
      dirty.add(entry.key);
    }
    this.#order = entries.map((entry) => entry.key);
    this.#announce(dirty);
  }

  /** Applies all changes or none; throws `ChangeMismatch` when one does not fit. */
  apply(changes: readonly Change[]): void {
    const order = [...this.#order];
    const staged = new Map<string, Entry | null>();
    for (const { key, at, before, after } of changes) {
      const present = staged.has(key) ? staged.get(key) !== null : this.#entries.has(key);
      if (present !== (before !== null)) throw new ChangeMismatch(key);
      staged.set(key, after);
      if (before === null && after !== null) order.splice(Math.min(at, order.length), 0, key);
      else if (before !== null && after === null) order.splice(locate(order, key, at), 1);
    }
    const moved = changes.some((change) => change.before === null || change.after === null);
    for (const [key, entry] of staged) {
      if (entry === null) this.#entries.delete(key);
      else this.#entries.set(key, entry);
    }
    if (moved) this.#order = order;
    this.#announce(new Set(staged.keys()));
  }

  subscribe(key: string, listener: Listener): () => void {
    const listeners = this.#byEntry.get(key) ?? new Set();
    listeners.add(listener);
    this.#byEntry.set(key, listeners);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#byEntry.get(key) === listeners) this.#byEntry.delete(key);
    };
  }

  /** Calls back after every change with the keys it touched. */
  subscribeAll(listener: DirtyListener): () => void {
    this.#any.add(listener);
    return () => this.#any.delete(listener);
  }

  #announce(dirty: ReadonlySet<string>): void {
    this.#version++;
    for (const key of dirty) {
      for (const listener of [...(this.#byEntry.get(key) ?? [])]) listener();
    }
    for (const listener of [...this.#any]) listener(dirty);
  }
}

function locate(order: readonly string[], key: string, hint: number): number {
  return order[hint] === key ? hint : order.indexOf(key);
}
