/** Which medium the data is, so that fitting templates come first. */

import { extensionOf, ONLY_KEY, type ParsedSource } from "./records";
import type { Medium } from "./templates";

const PICTURE = new Set(["bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"]);
const SOUND = new Set(["flac", "m4a", "mp3", "ogg", "wav"]);
const SAMPLE = 20;

function mediumOfName(name: string): Medium | undefined {
  const extension = extensionOf(name.split(/[?#]/)[0] ?? "");
  if (PICTURE.has(extension)) return "image";
  return SOUND.has(extension) ? "audio" : undefined;
}

/** The medium of a source; undefined when its values tell nothing. */
export function mediumOf(source: ParsedSource, fileName: string): Medium | undefined {
  if (source.kind === "media") return mediumOfName(fileName);
  const values = source.records.slice(0, SAMPLE).flatMap((record) => Object.values(record));
  const texts = values.filter((value) => typeof value === "string");
  for (const text of texts) {
    const medium = mediumOfName(text);
    if (medium !== undefined) return medium;
  }
  return texts.length > 0 ? "text" : undefined;
}

/** A record as the preview needs it: a value without a name goes to the field the config asks for. */
export function withOnlyKey(
  record: Readonly<Record<string, unknown>>,
  field: string | undefined,
): Readonly<Record<string, unknown>> {
  if (!(ONLY_KEY in record) || field === undefined) return record;
  return { [field]: record[ONLY_KEY] };
}
