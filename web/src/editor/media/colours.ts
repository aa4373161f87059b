/** The canvas knows no tokens: a hidden element turns any CSS colour into one it understands. */
export class Colours {
  readonly #host: HTMLElement;
  readonly #known = new Map<string, string>();

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  resolve(css: string): string {
    const known = this.#known.get(css);
    if (known !== undefined) return known;
    const probe = this.#host.ownerDocument.createElement("span");
    probe.style.color = css;
    this.#host.append(probe);
    const colour = getComputedStyle(probe).color;
    probe.remove();
    this.#known.set(css, colour);
    return colour;
  }

  /** Colours are read anew, as after a change of theme. */
  forget(): void {
    this.#known.clear();
  }
}
