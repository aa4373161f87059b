/** Text of the interface: one typed lookup over the catalogues, plurals and numbers by Intl. */

import { type CatalogueKey, catalogue, type Message } from "./catalogue";

export type TextParams = Readonly<Record<string, string | number>>;

const LOCALE = "en";
const plurals = new Intl.PluralRules(LOCALE);
const numbers = new Intl.NumberFormat(LOCALE);

let transform: (text: string) => string = (text) => text;

/** Changes every text on its way out; tests use it for a pseudo-locale that makes unwrapped strings visible. */
export function setTextTransform(next: (text: string) => string): void {
  transform = next;
}

function form(message: Message, params: TextParams): string {
  if (typeof message === "string") return message;
  const count = params["count"];
  return typeof count === "number" && plurals.select(count) === "one" ? message.one : message.other;
}

/** The text for a key. `{name}` is filled in from `params`; `{count}` also picks the plural form. */
export function t(key: CatalogueKey, params: TextParams = {}): string {
  const text = form(catalogue[key] ?? key, params);
  const filled = text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? numbers.format(value) : value;
  });
  return transform(filled);
}

/** A number as the reader writes it: 1,340. */
export function formatNumber(value: number): string {
  return numbers.format(value);
}
