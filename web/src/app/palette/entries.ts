/** What the palette lists, and how it is found by what was typed. */

import type { IconName } from "../../design/icon-paths";

export const GROUPS = ["commands", "tasks", "places"] as const;

export type Group = (typeof GROUPS)[number];

export interface Entry {
  readonly id: string;
  readonly group: Group;
  readonly icon: IconName;
  readonly name: string;
  /** What it is, or where. */
  readonly note?: string;
  /** Stands at the end of the row. */
  readonly aside?: string;
  readonly run: () => void;
}

/** What was typed: `>` in front asks for commands only. */
export interface Wanted {
  readonly onlyCommands: boolean;
  readonly text: string;
  readonly words: readonly string[];
}

export function wantedOf(typed: string): Wanted {
  const onlyCommands = typed.trimStart().startsWith(">");
  const text = (onlyCommands ? typed.trimStart().slice(1) : typed).trim();
  return { onlyCommands, text, words: text.toLowerCase().split(/\s+/).filter(Boolean) };
}

/**
 * How good a match is, less being better: at the beginning, at that of a word, or anywhere; null for none. A note only helps to
 * tell apart what is found by name.
 */
function rank({ name, note = "" }: Entry, words: readonly string[]): number | null {
  const [first] = words;
  const own = name.toLowerCase();
  const all = `${own} ${note.toLowerCase()}`;
  if (first === undefined) return 0;
  if (!words.every((word) => all.includes(word)) || !words.some((word) => own.includes(word))) return null;
  if (own.startsWith(first)) return 0;
  return ` ${all}`.includes(` ${first}`) ? 1 : 2;
}

/** Those entries that fit, the better ones first. */
export function fitting(entries: readonly Entry[], words: readonly string[]): readonly Entry[] {
  return entries
    .map((entry) => ({ entry, rank: rank(entry, words) }))
    .filter(({ rank }) => rank !== null)
    .sort((one, other) => (one.rank ?? 0) - (other.rank ?? 0))
    .map(({ entry }) => entry);
}

/** A name cut where it holds what was typed; every second piece does. */
export function pieces(name: string, words: readonly string[]): readonly string[] {
  if (words.length === 0) return [name];
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return name.split(new RegExp(`(${escaped.join("|")})`, "iu"));
}
