/** The data fields a config asks for, and pointing them at the columns that are there. */

import type { DataRecord } from "./records";

export interface ConfigVariable {
  /** Field name without `$`. */
  readonly field: string;
  /** Tag that shows it. */
  readonly tag: string;
}

/** Words of choices and labels may begin with a dollar without being a field. */
const VARIABLE = /<(?!Choice\b|Label\b)(\w+)\b[^<>]*?\s(?:value|valueList|valuelist)="\$([^"{}[\].]+)"/g;

/** Fields asked for by tags, each once, in document order. */
export function variablesOf(config: string): readonly ConfigVariable[] {
  const found = new Map<string, ConfigVariable>();
  for (const [, tag = "", field = ""] of config.matchAll(VARIABLE)) {
    if (!found.has(field)) found.set(field, { field, tag });
  }
  return [...found.values()];
}

/** The config with one field pointed elsewhere; everything else stays to the letter. */
export function renameVariable(config: string, from: string, to: string): string {
  return config.replace(VARIABLE, (whole, _tag: string, field: string) =>
    field === from ? whole.replace(/"\$[^"]*"$/, () => `"$${to}"`) : whole,
  );
}

const LOOKS_LIKE: Readonly<Record<string, RegExp>> = {
  Image: /\.(png|jpe?g|gif|bmp|webp|svg)(\?.*)?$|^data:image\//i,
  Audio: /\.(wav|mp3|flac|m4a|ogg)(\?.*)?$|^data:audio\//i,
  Video: /\.(mp4|webm)(\?.*)?$/i,
};
const ADDRESS = /^(https?:\/\/|\/|data:)/;
const SAMPLE = 20;

/** How well a column feeds a tag: media by its addresses, text by its length. */
function fitness(tag: string, column: string, records: readonly DataRecord[]): number {
  const values = records.slice(0, SAMPLE).map((record) => record[column]);
  const texts = values.filter((value) => typeof value === "string");
  if (texts.length === 0) return 0;
  const pattern = LOOKS_LIKE[tag];
  if (pattern !== undefined) return texts.filter((text) => pattern.test(text)).length / values.length;
  const prose = texts.filter((text) => !ADDRESS.test(text));
  return prose.reduce((sum, text) => sum + text.length, 0) / values.length;
}

/** Points every field that no column has at the column that fits it best, and leaves it where none does. */
export function mapToColumns(config: string, columns: readonly string[], records: readonly DataRecord[]): string {
  const taken = new Set(
    variablesOf(config)
      .map(({ field }) => field)
      .filter((field) => columns.includes(field)),
  );
  let mapped = config;
  for (const { field, tag } of variablesOf(config)) {
    if (columns.includes(field)) continue;
    const [best] = columns
      .filter((column) => !taken.has(column))
      .map((column) => ({ column, score: fitness(tag, column, records) }))
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score);
    if (best === undefined) continue;
    taken.add(best.column);
    mapped = renameVariable(mapped, field, best.column);
  }
  return mapped;
}
