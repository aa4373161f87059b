/**
 * JSON that keeps the spelling of numbers.
 *
 * A result opened and saved without a change must serialise to the same text, but `JSON.parse` turns `1.0` into `1` and long
 * integers into other ones. Numbers that JavaScript would spell otherwise are kept with their source text, which newer browsers
 * hand to the reviver; in older ones the spelling is lost, never the value of a double.
 */

import { newUuid } from "./ids";

/** A number together with the way it was written. */
export class RawNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  /** JSON.stringify has no safe way to write a number as it was spelt; `stringifyJson` replaces the mark. */
  toJSON(): string {
    return MARK + this.source;
  }
}

/** Random, so that no text of a task can be taken for it. */
const MARK = `raw-number-${newUuid()}:`;
const MARKED = new RegExp(`"${MARK}([^"]*)"`, "g");

export type Json = null | boolean | string | number | RawNumber | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown;

const reviver: Reviver = (_key, value, context) => {
  const source = context?.source;
  if (typeof value !== "number" || source === undefined) return value;
  return source === String(value) ? value : new RawNumber(source);
};

/** Reads JSON text; throws `SyntaxError` when it is not JSON. */
export function parseJson(text: string): Json {
  // The border where text becomes typed: JSON.parse yields nothing but the shapes of `Json`.
  return JSON.parse(text, reviver) as Json;
}

/** True where the spelling of numbers is kept. */
export const keepsSpelling = parseJson("1.0") instanceof RawNumber;

/** Writes JSON text, numbers spelt as they were read. */
export function stringifyJson(value: Json): string {
  return stringifyPlain(value);
}

/** The same for our own plain objects, which hold nothing but JSON values without saying so in their types. */
export function stringifyPlain(value: object | Json): string {
  const text = JSON.stringify(value);
  return text.includes(MARK) ? text.replace(MARKED, "$1") : text;
}

export function isRawNumber(value: unknown): value is RawNumber {
  return value instanceof RawNumber;
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** True for an object, false for lists, null and raw numbers. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isRawNumber(value);
}

/** The number in a value, or null when there is none. */
export function toNumber(value: Json | undefined): number | null {
  if (typeof value === "number") return value;
  if (isRawNumber(value)) return Number(value.source);
  return null;
}

export function toText(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

/** A value as the reader of a page should see it: text as it is, lists joined by commas, objects as JSON. */
export function displayText(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (isRawNumber(value)) return value.source;
  if (isArray(value)) return value.map(displayText).join(",");
  return typeof value === "object" ? stringifyJson(value) : String(value);
}

/** The texts of a list; null when the value is not a list of texts. A lone text counts as a list of one. */
export function toTexts(value: Json | undefined): readonly string[] | null {
  if (typeof value === "string") return [value];
  if (!isArray(value)) return null;
  const texts: string[] = [];
  for (const item of value) {
    if (typeof item !== "string") return null;
    texts.push(item);
  }
  return texts;
}
