/** The custom properties of tokens.css, resolved for one theme the way the cascade resolves them. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export type ThemeName = "light" | "dark" | "light-more" | "dark-more";

const SOURCE = readFileSync(fileURLToPath(new URL("../design/tokens.css", import.meta.url)), "utf8");

/** Blocks that apply to a theme, weakest first. */
const BLOCKS: Readonly<Record<ThemeName, readonly string[]>> = {
  light: [':root, [data-theme="light"]'],
  dark: [':root, [data-theme="light"]', '[data-theme="dark"]'],
  "light-more": [':root, [data-theme="light"]', '[data-contrast="more"]'],
  "dark-more": [
    ':root, [data-theme="light"]',
    '[data-theme="dark"]',
    '[data-contrast="more"]',
    '[data-theme="dark"][data-contrast="more"]',
  ],
};

/** Property text of the block with exactly this selector (formatting aside). */
function declarations(selector: string): readonly (readonly [string, string])[] {
  const flat = SOURCE.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\s+/g, " ");
  const start = flat.search(new RegExp(`[{};] ?${selector.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")} \\{`));
  if (start === -1) throw new Error(`tokens.css has no block ${selector}`);
  const body = flat.slice(flat.indexOf("{", start + 1) + 1);
  return [...body.slice(0, body.indexOf("}")).matchAll(/(--[\w-]+): ?([^;]+);/g)].map(
    ([, name = "", value = ""]) => [name, value.trim()] as const,
  );
}

/** All tokens of a theme. */
export function tokensOf(theme: ThemeName): ReadonlyMap<string, string> {
  return new Map(BLOCKS[theme].flatMap(declarations));
}

/** One token; refuses a name that is not there. */
export function token(tokens: ReadonlyMap<string, string>, name: string): string {
  const value = tokens.get(name);
  if (value === undefined) throw new Error(`No token ${name}`);
  return value;
}
