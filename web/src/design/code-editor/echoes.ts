/**
 * Tells a text that comes back from the page from one that somebody else set.
 *
 * The page may draw an older text while the typist is already further; taking that for a new one would undo the keys
 * pressed since.
 */
export class Echoes {
  #sent: string[] = [];

  /** The editor handed this text to the page. */
  sent(text: string): void {
    this.#sent.push(text);
  }

  /** Whether the page only shows what it was handed; texts before it will not come any more. */
  isEcho(text: string): boolean {
    const at = this.#sent.indexOf(text);
    this.#sent = at === -1 ? [] : this.#sent.slice(at + 1);
    return at !== -1;
  }
}
