/** Keys to commands: scopes from the innermost outwards, one command a key in each scope. */

export type Scope = "modal" | "medium" | "editor" | "app";

const ORDER: readonly Scope[] = ["modal", "medium", "editor", "app"];

/** The part of a keyboard event the dispatcher looks at. */
export interface KeyStroke {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export interface Command {
  readonly label: string;
  /** False lets the key go on to the next scope. */
  readonly run: () => boolean | undefined;
  /** Works in text fields and with focus on buttons too; only for combinations with Ctrl or Alt. */
  readonly everywhere?: boolean;
}

const NAMED: Readonly<Record<string, string>> = {
  " ": "space",
  Esc: "escape",
  Escape: "escape",
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Del: "delete",
};
/** Marks whose shift level differs between keyboards: the mark itself says everything. */
const SHIFTED_MARK = /^[^\p{L}\p{N}\s]$/u;

function baseKey(stroke: KeyStroke): string {
  const named = NAMED[stroke.key];
  if (named !== undefined) return named;
  // With Alt, or Shift on a digit, `key` may be another character; `code` still says which key it is.
  const physical = /^(?:Key|Digit)([A-Z0-9])$/.exec(stroke.code)?.[1]?.toLowerCase();
  const usesCode = stroke.altKey || (stroke.shiftKey && /^[0-9]$/.test(physical ?? ""));
  if (usesCode && physical !== undefined) return physical;
  return stroke.key.toLowerCase();
}

/** The normal form of a stroke, such as `ctrl+shift+z`. Command on a Mac counts as Ctrl. */
export function comboOf(stroke: KeyStroke): string {
  const key = baseKey(stroke);
  const shift = stroke.shiftKey && !SHIFTED_MARK.test(key) ? "shift+" : "";
  const ctrl = stroke.ctrlKey || stroke.metaKey ? "ctrl+" : "";
  return `${ctrl}${stroke.altKey ? "alt+" : ""}${shift}${key}`;
}

const ALIASES: Readonly<Record<string, string>> = {
  command: "ctrl",
  cmd: "ctrl",
  meta: "ctrl",
  control: "ctrl",
  option: "alt",
  esc: "escape",
  return: "enter",
  del: "delete",
  arrowleft: "left",
  arrowright: "right",
  arrowup: "up",
  arrowdown: "down",
};

/** Brings a written combination to the normal form. */
export function normalCombo(written: string): string {
  const parts = written
    .toLowerCase()
    .split("+")
    .map((part) => part.trim());
  const names = parts.map((part) => ALIASES[part] ?? part).filter((part) => part !== "");
  const key = names.find((name) => name !== "ctrl" && name !== "alt" && name !== "shift") ?? "+";
  return ["ctrl", "alt", "shift"]
    .filter((modifier) => names.includes(modifier))
    .concat(key)
    .join("+");
}

export class KeyConflict extends Error {
  constructor(combo: string, taken: string) {
    super(`${combo} already means: ${taken}`);
    this.name = "KeyConflict";
  }
}

export class Hotkeys {
  readonly #scopes = new Map<Scope, Map<string, readonly Command[]>>();
  readonly #modals: symbol[] = [];

  /**
   * Binds a combination; refuses one that is taken in the same scope. Only media share: a page may show two pictures, and the
   * one that has use for the key takes it. Returns the way to unbind it.
   */
  bind(scope: Scope, written: string, command: Command): () => void {
    const combo = normalCombo(written);
    const bound = this.#scopes.get(scope) ?? new Map<string, readonly Command[]>();
    this.#scopes.set(scope, bound);
    const present = bound.get(combo) ?? [];
    const [taken] = present;
    if (taken !== undefined && scope !== "medium") throw new KeyConflict(combo, taken.label);
    bound.set(combo, [...present, command]);
    return () => {
      const left = (bound.get(combo) ?? []).filter((candidate) => candidate !== command);
      if (left.length > 0) bound.set(combo, left);
      else bound.delete(combo);
    };
  }

  /** While a modal is open only its own keys work. Returns the way to close it. */
  openModal(): () => void {
    const token = Symbol("modal");
    this.#modals.push(token);
    return () => {
      const index = this.#modals.indexOf(token);
      if (index >= 0) this.#modals.splice(index, 1);
    };
  }

  /** Runs the command of a stroke; true when one took it. A key typed in a field is never a command. */
  dispatch(stroke: KeyStroke, { inField }: { readonly inField: boolean }): boolean {
    const combo = comboOf(stroke);
    const scopes = this.#modals.length > 0 ? ORDER.slice(0, 1) : ORDER;
    for (const scope of scopes) {
      for (const command of this.#scopes.get(scope)?.get(combo) ?? []) {
        if (inField && command.everywhere !== true) continue;
        if (command.run() !== false) return true;
      }
    }
    return false;
  }
}
