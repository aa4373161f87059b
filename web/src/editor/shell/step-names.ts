/** Steps of the history in the reader's language; a step written by an older version keeps its own words. */

import type { CatalogueKey } from "../../i18n/catalogue";
import { t } from "../../i18n/t";

const NAMES: Readonly<Record<string, CatalogueKey>> = {
  "Add region": "editor.step.add",
  "Delete regions": "editor.step.delete",
  "Keep my version": "editor.step.keepMine",
  "Change numbers": "editor.step.numbers",
  Label: "editor.step.label",
  Lock: "editor.lock",
  Unlock: "editor.unlock",
  Answer: "editor.step.answer",
  Copy: "editor.step.copy",
  Move: "editor.step.move",
  Nudge: "editor.step.move",
  Resize: "editor.step.resize",
  Turn: "editor.step.turn",
  "Move point": "editor.step.pointMove",
  "Nudge point": "editor.step.pointMove",
  "Insert point": "editor.step.pointInsert",
  "Delete point": "editor.step.pointDelete",
};

export function stepName(label: string): string {
  const key = NAMES[label];
  return key === undefined ? label : t(key);
}
