/** The keys of the label page: bound to commands, and listed for the overlay. */

import type { CatalogueKey } from "../../i18n/catalogue";
import { t } from "../../i18n/t";
import type { Hotkeys } from "../core/hotkeys";
import type { LabelInterface } from "../tags/interface";
import { labelControlsFor, outlineKinds } from "../tags/regions";
import { toolsFor } from "./tools";

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

function labelsText(ui: LabelInterface): boolean {
  return [...ui.objects.values()].some(
    (object) => object.kind === "text" && labelControlsFor(ui, object.name).length > 0,
  );
}

/** Single keys that already mean something for these objects; labels get others. */
export function takenKeys(ui: LabelInterface): readonly string[] {
  return [...ALWAYS, ...(labelsText(ui) ? ["c"] : []), ...toolsFor(ui).map((item) => item.key)];
}

export const COMMENTS_KEY = "alt+c";
export const COMPARE_KEY = "alt+v";

export interface KeyRow {
  readonly combo: string;
  readonly label: string;
}

/** Keys of the media, for the overlay; they are bound where the media are. */
export function mediumKeys(ui: LabelInterface): readonly KeyRow[] {
  const picture = [...ui.objects.values()].some((object) => object.kind === "image");
  const sound = [...ui.objects.values()].some((object) => object.kind === "audio");
  const kinds = outlineKinds(ui);
  return [
    ...(labelsText(ui) ? [row("c", "editor.key.cursor"), row("shift+right", "editor.key.extend")] : []),
    ...(sound ? SOUND_ROWS.map(([combo, label]) => row(combo, label)) : []),
    ...(picture ? [row("shift+1", "editor.image.fit"), row("shift+2", "editor.image.actual")] : []),
    ...(kinds.size > 0 ? [row("left", "editor.key.cross"), row("shift+left", "editor.key.crossFar")] : []),
    ...(kinds.has("box") ? [row("enter", "editor.key.corner")] : []),
    ...(kinds.has("polygon") ? POLYGON_KEYS.map(([combo, label]) => row(combo, label)) : []),
  ];
}

const SOUND_ROWS: readonly (readonly [string, CatalogueKey])[] = [
  ["alt+space", "editor.audio.key.play"],
  ["shift+space", "editor.audio.key.playSection"],
  ["ctrl+b", "editor.audio.back"],
  ["left", "editor.audio.key.step"],
  ["alt+left", "editor.audio.key.stepStart"],
  ["shift+left", "editor.audio.key.stepFar"],
  ["enter", "editor.audio.key.mark"],
  ["<", "editor.audio.slower"],
  [">", "editor.audio.faster"],
  ["shift+l", "editor.audio.loop"],
];

const POLYGON_KEYS: readonly (readonly [string, CatalogueKey])[] = [
  ["enter", "editor.key.point"],
  ["backspace", "editor.key.pointBack"],
  ["shift+enter", "editor.key.pointBefore"],
  ["insert", "editor.key.pointInsert"],
];

function row(combo: string, label: CatalogueKey): KeyRow {
  return { combo, label: t(label) };
}

/** The key of the comments, for the overlay; it is bound where they are. */
export function commentsRow(): KeyRow {
  return row(COMMENTS_KEY, "editor.comments");
}

/** What is open over the page. */
export type Overlay = "keys" | "instruction" | "outbox" | "compare" | null;
