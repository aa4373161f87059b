/** People named in a comment: `@` and their name, as it is typed. */

import type { LabelUser } from "../../host";

export interface MentionAt {
  /** Where the `@` stands. */
  readonly start: number;
  /** What is typed behind it so far. */
  readonly query: string;
}

const LONGEST_NAME = 60;

/** The name that is being typed before the caret; null when there is none. An `@` inside a word, as in an address, is none. */
export function mentionAt(text: string, caret: number): MentionAt | null {
  const start = text.slice(0, caret).lastIndexOf("@");
  if (start < 0 || caret - start > LONGEST_NAME) return null;
  if (start > 0 && !/[\s(]/.test(text[start - 1] ?? "")) return null;
  const query = text.slice(start + 1, caret);
  return query.includes("\n") ? null : { start, query };
}

/** Whose name, or a word of it, begins with what is typed. */
export function matching(people: readonly LabelUser[], query: string, most: number): readonly LabelUser[] {
  const wanted = query.toLocaleLowerCase();
  const fits = ({ name }: LabelUser): boolean => {
    const known = name.toLocaleLowerCase();
    return known.startsWith(wanted) || known.split(/\s+/).some((word) => wanted !== "" && word.startsWith(wanted));
  };
  return people.filter(fits).slice(0, most);
}

/** The text with the name in place of what was typed, and where the caret goes. */
export function withMention(
  text: string,
  { start, query }: MentionAt,
  name: string,
): { readonly text: string; readonly caret: number } {
  const before = `${text.slice(0, start)}@${name} `;
  return { text: before + text.slice(start + 1 + query.length), caret: before.length };
}

/** Who is named; of two names that begin alike the longer one counts. */
export function mentionedIn(text: string, people: readonly LabelUser[]): readonly number[] {
  const named = new Set<number>();
  const longestFirst = [...people].sort((one, other) => other.name.length - one.name.length);
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const rest = text.slice(at + 1);
    const person = longestFirst.find(
      ({ name }) => rest.startsWith(name) && !/[\p{L}\p{N}]/u.test(rest[name.length] ?? ""),
    );
    if (person !== undefined) named.add(person.id);
  }
  return [...named];
}
