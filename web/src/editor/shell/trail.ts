/** The tasks seen in this browser tab, in order: what "previous" and "next" walk along. */

export interface Seen {
  readonly id: number;
  /** Place in the queue, from 1; null outside the stream. */
  readonly position: number | null;
}

export class Trail {
  readonly #seen: Seen[] = [];
  #at = -1;

  get current(): Seen | null {
    return this.#seen[this.#at] ?? null;
  }

  get before(): Seen | null {
    return this.#seen[this.#at - 1] ?? null;
  }

  get after(): Seen | null {
    return this.#seen[this.#at + 1] ?? null;
  }

  get length(): number {
    return this.#seen.length;
  }

  /** Goes to a task; one not seen yet is added at the end. */
  visit(id: number, position: number | null): void {
    const known = this.#seen.findIndex((seen) => seen.id === id);
    if (known < 0) this.#seen.push({ id, position });
    this.#at = known < 0 ? this.#seen.length - 1 : known;
  }

  /** Stands behind the last task, where the queue is empty. */
  leave(): void {
    this.#at = this.#seen.length;
  }
}
