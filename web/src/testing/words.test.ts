/** Words come with what shows them: whatever is loaded in one piece brings those that it uses. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Words that come with the start of the application. */
const EVERYWHERE = ["app", "page"];

const SRC = fileURLToPath(new URL("..", import.meta.url));
const MODULE = /\.tsx?$/;
const LEFT_OUT = /\.test\.tsx?$|\.d\.ts$|^testing\//;

const AREAS = readdirSync(join(SRC, "i18n/en")).map((file) => file.replace(".json", ""));
/** The area of every word. */
const WORDS = new Map(
  AREAS.flatMap((area) => {
    const words: object = JSON.parse(readFileSync(join(SRC, `i18n/en/${area}.json`), "utf8"));
    return Object.keys(words).map((key) => [key, area] as const);
  }),
);
/** A key, or the beginning of one that is put together; the names of properties are something else. */
const KEY = /["`]([a-z]+\.[\w.]*)(["`$])(?!:)/g;
const IMPORT = /^(?:import|export)(?! type\b)[^;]*?["'](\.[^"']+)["'];/gm;
const LATER = /\bimport\(["'](\.[^"']+)["']\)/g;

interface Source {
  readonly areas: ReadonlySet<string>;
  readonly imports: readonly string[];
  /** What is loaded when it is asked for. */
  readonly later: readonly string[];
}

function resolved(from: string, specifier: string): string | null {
  const path = join(dirname(from), specifier);
  return [`${path}.ts`, `${path}.tsx`].find((candidate) => existsSync(join(SRC, candidate))) ?? null;
}

function areasOf(key: string, isBeginning: boolean): readonly string[] {
  if (!isBeginning) return [WORDS.get(key) ?? []].flat();
  return [...WORDS].flatMap(([word, area]) => (word.startsWith(key) ? [area] : []));
}

function read(file: string): Source {
  const text = readFileSync(join(SRC, file), "utf8");
  const found = (pattern: RegExp): string[] =>
    [...text.matchAll(pattern)].flatMap(([, specifier = ""]) => resolved(file, specifier) ?? []);
  const isWords = file.startsWith("i18n/");
  return {
    areas: new Set(isWords ? [] : [...text.matchAll(KEY)].flatMap(([, key = "", end]) => areasOf(key, end === "$"))),
    imports: found(IMPORT),
    later: found(LATER),
  };
}

const sources = new Map(
  readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .map((file) => relative(".", file))
    .filter((file) => MODULE.test(file) && !LEFT_OUT.test(file))
    .map((file) => [file, read(file)] as const),
);

/** A module and all that comes with it. */
function piece(entry: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  for (const next of sources.get(entry)?.imports ?? []) piece(next, seen);
  return seen;
}

const ENTRIES = [...new Set(["main.tsx", ...[...sources.values()].flatMap(({ later }) => later)])];

function missing(entry: string): readonly string[] {
  const files = piece(entry);
  const used = new Set([...files].flatMap((file) => [...(sources.get(file)?.areas ?? [])]));
  return [...used].filter((area) => !EVERYWHERE.includes(area) && !files.has(`i18n/${area}.ts`));
}

test.each(ENTRIES)("%s", (entry) => {
  expect(missing(entry)).toEqual([]);
});

test("the pieces are those of the application", () => {
  expect(ENTRIES).toEqual(expect.arrayContaining(["app/app.tsx", "features/data-manager/data-page.tsx"]));
  expect(AREAS.every((area) => EVERYWHERE.includes(area) || sources.has(`i18n/${area}.ts`))).toBe(true);
});
