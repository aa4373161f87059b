/** Which key chooses which label or choice: the author's keys first, then free ones in a fixed order. */

import { normalCombo } from "./hotkeys";

const DIGITS = [..."1234567890"];
const LETTERS = [..."qwetasdfgzxcvbyiopjklnm"];

export interface KeyWish {
  readonly id: string;
  /** The author's key; several may be given with commas, the first one free counts. */
  readonly hotkey: string | null;
  /** Choices beside region labels begin with the letters, so that digits stay with the labels. */
  readonly startsAt: "digits" | "letters";
}

/** Hands out keys; `taken` are those that already mean something else. What finds no key gets none. */
export function assignKeys(wishes: readonly KeyWish[], taken: Iterable<string>): ReadonlyMap<string, string> {
  const used = new Set([...taken].map(normalCombo));
  const keys = new Map<string, string>();
  for (const { id, hotkey } of wishes) {
    const own = hotkey
      ?.split(",")
      .map(normalCombo)
      .find((combo) => combo !== "+" && !used.has(combo));
    if (own === undefined) continue;
    used.add(own);
    keys.set(id, own);
  }
  for (const { id, startsAt } of wishes) {
    if (keys.has(id)) continue;
    const candidates = startsAt === "digits" ? [...DIGITS, ...LETTERS] : [...LETTERS, ...DIGITS];
    const free = candidates.find((key) => !used.has(key));
    if (free === undefined) continue;
    used.add(free);
    keys.set(id, free);
  }
  return keys;
}

const SHOWN: Readonly<Record<string, string>> = {
  ctrl: "Ctrl",
  alt: "Alt",
  shift: "Shift",
  enter: "↵",
  left: "←",
  right: "→",
  up: "↑",
  down: "↓",
  backspace: "⌫",
  delete: "Del",
  escape: "Esc",
  space: "Space",
};

/** A combination as a person reads it: `Ctrl Shift Z`. */
export function showCombo(combo: string): string {
  if (combo === "+") return "+";
  return combo
    .split("+")
    .map((part) => SHOWN[part] ?? part.toUpperCase())
    .join(" ");
}
