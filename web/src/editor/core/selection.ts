/** Which regions are selected, and which are hidden: what the eye needs and the result does not. */

type Listener = () => void;

class KeySet {
  #keys: ReadonlySet<string> = new Set();
  readonly #listeners = new Set<Listener>();

  get keys(): ReadonlySet<string> {
    return this.#keys;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  replace(keys: Iterable<string>): void {
    const next = new Set(keys);
    if (next.size === this.#keys.size && [...next].every((key) => this.#keys.has(key))) return;
    this.#keys = next;
    for (const listener of [...this.#listeners]) listener();
  }

  toggle(key: string): void {
    const next = new Set(this.#keys);
    if (!next.delete(key)) next.add(key);
    this.replace(next);
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

export class Selection extends KeySet {
  #anchor: string | null = null;

  /** The one selected region; null when none or several are. */
  get only(): string | null {
    const [key] = this.keys;
    return this.keys.size === 1 && key !== undefined ? key : null;
  }

  select(key: string): void {
    this.#anchor = key;
    this.replace([key]);
  }

  clear(): void {
    this.#anchor = null;
    this.replace([]);
  }

  override toggle(key: string): void {
    this.#anchor = key;
    super.toggle(key);
  }

  /** Everything in the given order between the last selected region and this one. */
  extendTo(key: string, order: readonly string[]): void {
    const from = this.#anchor === null ? -1 : order.indexOf(this.#anchor);
    const to = order.indexOf(key);
    if (from < 0 || to < 0) this.select(key);
    else this.replace(order.slice(Math.min(from, to), Math.max(from, to) + 1));
  }
}

export class HiddenSet extends KeySet {}
