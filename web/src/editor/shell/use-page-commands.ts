/** The commands of the open work, bound to their keys and listed for the overlay. */

import { useEffect, useMemo } from "react";
import { t } from "../../i18n/t";
import type { Hotkeys } from "../core/hotkeys";
import type { LabelProject } from "../host";
import { flatten } from "../tags/Choices/model";
import { choiceKeyId, keyedControls, labelKeyId } from "../tags/rail";
import type { LabelController } from "./controller";
import type { Editor } from "./editor";
import type { EditorContextValue } from "./editor-context";
import {
  bindCommands,
  COMPARE_KEY,
  commentsRow,
  type KeyRow,
  mediumKeys,
  type Overlay,
  type PageCommand,
} from "./page-keys";
import { mayCompare } from "./sides";
import { tool, toolsFor } from "./tools";
import type { Work } from "./work";

interface PageCommandOptions {
  readonly controller: LabelController;
  readonly editor: Editor;
  readonly project: LabelProject;
  readonly work: Work;
  readonly hotkeys: Hotkeys;
  readonly onOverlay: (overlay: Overlay) => void;
}

export type Act = (work: () => unknown) => () => undefined;

/** Runs and takes the key, whatever the work answers. */
export const act: Act = (work) => () => {
  void work();
  return undefined;
};

/** Hands the work over, with what still stands in fields. */
export function submit(controller: LabelController, editor: Editor): void {
  editor.settle();
  void controller.submit();
}

function pageCommands({ controller, editor, project, work, onOverlay }: PageCommandOptions): readonly PageCommand[] {
  return [
    { combo: "ctrl+enter", label: "editor.submit", run: act(() => submit(controller, editor)), everywhere: true },
    ...(project.showsSkip && work.tab.kind === "new"
      ? [{ combo: "ctrl+space", label: "editor.skip" as const, run: act(() => controller.skip()), everywhere: true }]
      : []),
    { combo: "ctrl+right", label: "editor.nextTask", run: act(() => controller.next()) },
    { combo: "ctrl+left", label: "editor.previousTask", run: act(() => controller.previous()) },
    { combo: "ctrl+z", label: "editor.undo", run: act(() => editor.undo()) },
    { combo: "ctrl+shift+z", label: "editor.redo", run: act(() => editor.redo()) },
    { combo: "ctrl+y", label: "editor.redo", run: act(() => editor.redo()), unlisted: true },
    {
      combo: COMPARE_KEY,
      label: "editor.compare",
      run: () => (mayCompare(controller.state.value) ? act(() => onOverlay("compare"))() : false),
    },
    { combo: "?", label: "editor.shortcuts", run: act(() => onOverlay("keys")) },
  ];
}

export function regionCommands(editor: Editor): readonly PageCommand[] {
  const { selection } = editor.session;
  return [
    { combo: "backspace", label: "editor.key.delete", run: () => editor.removeSelected() },
    { combo: "delete", label: "editor.key.delete", run: () => editor.removeSelected(), unlisted: true },
    { combo: "ctrl+backspace", label: "editor.key.deleteAll", run: act(() => editor.removeAll()) },
    { combo: "escape", label: "editor.key.unselect", run: () => editor.unselect() },
    { combo: "u", label: "editor.key.unselect", run: () => editor.unselect(), unlisted: true },
    { combo: "alt+.", label: "editor.key.nextRegion", run: act(() => editor.cycle(1)) },
    { combo: "alt+,", label: "editor.key.previousRegion", run: act(() => editor.cycle(-1)) },
    { combo: "alt+h", label: "editor.key.hide", run: act(() => editor.toggleHideSelected()) },
    { combo: "alt+l", label: "editor.key.lock", run: act(() => editor.toggleLockSelected()) },
    {
      combo: ".",
      label: "editor.locate",
      run: act(() => (selection.only === null ? undefined : editor.locate(selection.only))),
    },
  ];
}

export function toolCommands(editor: Editor): readonly PageCommand[] {
  return toolsFor(editor.ui).map((item) => ({
    combo: item.key,
    label: item.label,
    run: act(() => tool.set(item.mode)),
  }));
}

export interface CommandSections {
  readonly page: readonly PageCommand[];
  readonly region: readonly PageCommand[];
  readonly tools: readonly PageCommand[];
}

export function usePageCommands(options: PageCommandOptions): CommandSections {
  const { controller, editor, project, work, hotkeys, onOverlay } = options;
  const sections = useMemo(() => {
    const all = { controller, editor, project, work, hotkeys, onOverlay };
    return { page: pageCommands(all), region: regionCommands(editor), tools: toolCommands(editor) };
  }, [controller, editor, project, work, hotkeys, onOverlay]);
  useEffect(
    () => bindCommands(hotkeys, [...sections.page, ...sections.region, ...sections.tools]),
    [hotkeys, sections],
  );
  return sections;
}

export function toRows(commands: readonly PageCommand[]): readonly KeyRow[] {
  return commands
    .filter((command) => command.unlisted !== true)
    .map(({ combo, label }) => ({ combo, label: t(label) }));
}

export function labelRows({ editor, keys }: EditorContextValue): readonly KeyRow[] {
  return keyedControls(editor.ui).flatMap((control) => {
    const items =
      control.kind === "labels"
        ? control.labels.map((label) => ({ id: labelKeyId(control.name, label.id), name: label.name }))
        : [...flatten(control.choices)].map((choice) => ({
            id: choiceKeyId(control.name, choice.path),
            name: choice.name,
          }));
    return items.flatMap(({ id, name }) => {
      const combo = keys.get(id);
      return combo === undefined ? [] : [{ combo, label: name }];
    });
  });
}

/** What the overlay lists. */
export function useOverlayKeys(
  commands: CommandSections,
  value: EditorContextValue,
): readonly { title: string; rows: readonly KeyRow[] }[] {
  return useMemo(
    () => [
      { title: t("editor.keys.task"), rows: [...toRows(commands.page), commentsRow()] },
      { title: t("editor.keys.labels"), rows: labelRows(value) },
      { title: t("editor.keys.regions"), rows: toRows(commands.region) },
      { title: t("editor.keys.medium"), rows: [...mediumKeys(value.editor.ui), ...toRows(commands.tools)] },
    ],
    [commands, value],
  );
}
