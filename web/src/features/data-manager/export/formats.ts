/** Which export formats suit what a config labels. */

import type { ExportFormat } from "../../../api/tasks";

export interface SortedFormats {
  readonly fitting: readonly ExportFormat[];
  readonly unfitting: readonly ExportFormat[];
}

/** Those the server offers first, in its order; the ones it switched off for this config apart. */
export function sortFormats(formats: readonly ExportFormat[]): SortedFormats {
  return {
    fitting: formats.filter((format) => format.disabled !== true),
    unfitting: formats.filter((format) => format.disabled === true),
  };
}

/** The name the server gave the file, or one made from the format. */
export function fileNameOf(disposition: string | null, fallback: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? "")?.[1];
  if (encoded !== undefined) {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return fallback; // not a valid encoding: the plain name would not be better
    }
  }
  return /filename="?([^";]+)"?/i.exec(disposition ?? "")?.[1] ?? fallback;
}
