/**
 * The author's `style="…"`: under `style-src 'self'` it may not stand in markup, so it is read here and set as properties.
 *
 * What could reach beyond its element goes: addresses, imports, and a place fixed to the window.
 */

import type { CSSProperties } from "react";

const NAME = /^(--[\w-]+|-?[a-z][a-z-]*)$/;
const REACHES_OUT = /url\s*\(|image-set\s*\(|expression\s*\(|@import|javascript:|[<>{}\\]/i;

/** Cuts at semicolons outside of brackets and quotes. */
function declarations(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  let quote = "";
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (character === ";" && depth <= 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)];
}

function propertyName(name: string): string {
  if (name.startsWith("--")) return name;
  return name.replace(/^-ms-/, "ms-").replace(/-([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
}

/** Reads a style attribute; what is not allowed is left out. */
export function readStyle(text: string | undefined): CSSProperties {
  const style: Record<string, string> = {};
  for (const declaration of declarations(text ?? "")) {
    const colon = declaration.indexOf(":");
    const name = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration
      .slice(colon + 1)
      .replace(/!\s*important\s*$/i, "")
      .trim();
    const fixed = name === "position" && /fixed|sticky/i.test(value);
    if (colon < 0 || !NAME.test(name) || value === "" || REACHES_OUT.test(value) || fixed) continue;
    style[propertyName(name)] = value;
  }
  return style;
}
