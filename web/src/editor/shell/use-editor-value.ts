/** The editor of the open work, and its keys, for the time the work is open. */

import { useEffect, useMemo } from "react";
import { t } from "../../i18n/t";
import type { Hotkeys } from "../core/hotkeys";
import type { AnnotationSession } from "../core/session";
import { flatten } from "../tags/Choices/model";
import type { OpenQuestion } from "../tags/checks";
import type { LabelInterface } from "../tags/interface";
import { choiceKeyId, keysOf, labelKeyId, perRegionChoices, railGroups } from "../tags/rail";
import { Editor, type Say } from "./editor";
import type { EditorContextValue } from "./editor-context";
import { takenKeys } from "./page-keys";

interface UseEditorOptions {
  readonly ui: LabelInterface;
  readonly session: AnnotationSession;
  readonly mayEdit: boolean;
  readonly allSuggested?: boolean;
  /** Whether labels and choices have keys just now. */
  readonly keyed?: boolean;
  /** Numbers that regions carry beside their names, by key. */
  readonly numbers?: ReadonlyMap<string, number>;
  readonly open: OpenQuestion | null;
  readonly hotkeys: Hotkeys;
  readonly announce: (text: string) => void;
}

const NO_KEYS: ReadonlyMap<string, string> = new Map();

const SAID = {
  added: "editor.said.added",
  removed: "editor.said.removed",
  relabelled: "editor.said.relabelled",
  limit: "editor.said.limit",
  locked: "editor.said.locked",
  undone: "editor.said.undone",
  redone: "editor.said.redone",
} as const;

/** Binds the key of every label and choice. */
function bindLabels(editor: Editor, hotkeys: Hotkeys, keys: ReadonlyMap<string, string>): () => void {
  const stops: (() => void)[] = [];
  const bind = (id: string, label: string, run: () => void): void => {
    const combo = keys.get(id);
    if (combo !== undefined) stops.push(hotkeys.bind("editor", combo, { label, run: () => void run() }));
  };
  for (const { control } of railGroups(editor.ui)) {
    if (control.kind === "labels") {
      for (const label of control.labels)
        bind(labelKeyId(control.name, label.id), label.name, () => editor.pressLabel(control, label));
    } else if (control.kind === "choices") {
      for (const choice of flatten(control.choices))
        bind(choiceKeyId(control.name, choice.path), choice.name, () => editor.choose(control, choice.path, null));
    }
  }
  for (const question of perRegionChoices(editor.ui)) {
    for (const choice of flatten(question.choices)) {
      bind(choiceKeyId(question.name, choice.path), choice.name, () => {
        const region = editor.region(editor.session.selection.only);
        if (region !== null) editor.choose(question, choice.path, region);
      });
    }
  }
  return () => {
    for (const stop of stops) stop();
  };
}

export function useEditorValue(options: UseEditorOptions): EditorContextValue {
  const { ui, session, mayEdit, allSuggested = false, keyed = true, numbers, open, hotkeys, announce } = options;
  const permission = useMemo(() => ({ mayEdit: false }), []);
  permission.mayEdit = mayEdit;
  const editor = useMemo(() => {
    const say: Say = (key, name) => announce(t(SAID[key], { name }));
    return new Editor({ ui, session, mayEdit: () => permission.mayEdit, say, allSuggested, numbers });
  }, [ui, session, announce, permission, allSuggested, numbers]);
  const keys = useMemo(() => (keyed ? keysOf(ui, takenKeys(ui)) : NO_KEYS), [ui, keyed]);
  useEffect(() => bindLabels(editor, hotkeys, keys), [editor, hotkeys, keys]);
  return useMemo(
    () => ({ editor, hotkeys, keys, mayEdit, open, announce }),
    [editor, hotkeys, keys, mayEdit, open, announce],
  );
}
