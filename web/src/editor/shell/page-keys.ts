/** The keys of the label page: bound to commands, and listed for the overlay. */

import type { CatalogueKey } from "../../i18n/catalogue";
import { t } from "../../i18n/t";
import type { Hotkeys } from "../core/hotkeys";
import type { LabelInterface } from "../tags/interface";

export interface PageCommand {
  readonly combo: string;
  readonly label: CatalogueKey;
  readonly run: () => boolean | undefined;
  /** Works while typing too. */
  readonly everywhere?: boolean;
  /** A second key for a command that is listed already. */
  readonly unlisted?: boolean;
}

/** Binds all commands; returns the way to unbind them. */
export function bindCommands(hotkeys: Hotkeys, commands: readonly PageCommand[]): () => void {
  const stops = commands.map(({ combo, label, run, everywhere }) =>
    hotkeys.bind("editor", combo, { label: t(label), run, ...(everywhere === true ? { everywhere } : {}) }),
  );
  return () => {
    for (const stop of stops) stop();
  };
}

const ALWAYS = ["u", ".", "?", "+", "-"];

/** Single keys that already mean something for these objects; labels get others. */
export function takenKeys(ui: LabelInterface): readonly string[] {
  const kinds = new Set<string>();
  for (const control of ui.controls.values()) {
    if (control.kind === "labels" && ui.codecs.has(control.name)) kinds.add(control.tag);
  }
  const text = kinds.has("Labels") ? ["c"] : [];
  const picture = kinds.has("RectangleLabels") ? ["v", "h", "r"] : [];
  return [...ALWAYS, ...text, ...picture];
}

export interface KeyRow {
  readonly combo: string;
  readonly label: string;
}

/** Keys of the media, for the overlay; they are bound where the media are. */
export function mediumKeys(ui: LabelInterface): readonly KeyRow[] {
  const objects = [...ui.objects.values()];
  const text = objects.some((object) => object.kind === "text") && takenKeys(ui).includes("c");
  const picture = objects.some((object) => object.kind === "image");
  const draws = takenKeys(ui).includes("r");
  return [
    ...(text ? [row("c", "editor.key.cursor"), row("shift+right", "editor.key.extend")] : []),
    ...(picture ? [row("shift+1", "editor.image.fit"), row("shift+2", "editor.image.actual")] : []),
    ...(draws
      ? [row("left", "editor.key.cross"), row("shift+left", "editor.key.crossFar"), row("enter", "editor.key.corner")]
      : []),
  ];
}

function row(combo: string, label: CatalogueKey): KeyRow {
  return { combo, label: t(label) };
}

/** What is open over the page. */
export type Overlay = "keys" | "instruction" | "outbox" | null;
