/** The keys of review. While an annotation is corrected its labels and tools have their keys, and A, R and F mean nothing else. */

import { useEffect, useMemo } from "react";
import { t } from "../../i18n/t";
import type { Hotkeys } from "../core/hotkeys";
import type { EditorContextValue } from "../shell/editor-context";
import { bindCommands, COMPARE_KEY, commentsRow, type KeyRow, mediumKeys, type PageCommand } from "../shell/page-keys";
import { act, labelRows, regionCommands, toolCommands, toRows } from "../shell/use-page-commands";
import type { ReviewController } from "./controller";

export interface ReviewActions {
  readonly accept: () => void;
  readonly reject: () => void;
  readonly stopFixing: () => void;
  readonly keys: () => void;
  /** Null where there is nothing to compare with. */
  readonly compare: (() => void) | null;
}

interface ReviewCommandOptions {
  readonly controller: ReviewController;
  readonly value: EditorContextValue;
  readonly hotkeys: Hotkeys;
  readonly fixing: boolean;
  readonly actions: ReviewActions;
}

/** Commands that change nothing in the annotation. */
const LOOKING = new Set(["escape", "u", "alt+.", "alt+,", "alt+h", "."]);

function pageCommands({ controller, value, fixing, actions }: ReviewCommandOptions): readonly PageCommand[] {
  const { editor } = value;
  const own: readonly PageCommand[] = fixing
    ? [
        { combo: "ctrl+enter", label: "review.acceptFixed", run: act(actions.accept), everywhere: true },
        { combo: "ctrl+z", label: "editor.undo", run: act(() => editor.undo()) },
        { combo: "ctrl+shift+z", label: "editor.redo", run: act(() => editor.redo()) },
        { combo: "ctrl+y", label: "editor.redo", run: act(() => editor.redo()), unlisted: true },
      ]
    : [
        { combo: "a", label: "review.accept", run: act(actions.accept) },
        { combo: "r", label: "review.reject", run: act(actions.reject) },
        { combo: "f", label: "review.fix", run: act(() => controller.fix()) },
        { combo: "ctrl+z", label: "review.takeBack", run: act(() => controller.takeBack()) },
      ];
  return [
    ...own,
    { combo: "ctrl+right", label: "review.putOff", run: act(() => controller.next()) },
    { combo: "ctrl+left", label: "review.previous", run: act(() => controller.previous()) },
    ...(actions.compare === null
      ? []
      : [{ combo: COMPARE_KEY, label: "editor.compare" as const, run: act(actions.compare) }]),
    { combo: "?", label: "editor.shortcuts", run: act(actions.keys) },
  ];
}

/** The keys that work where no annotation is open: back to what was judged or put off. */
export function useIdleCommands(controller: ReviewController, hotkeys: Hotkeys): void {
  useEffect(
    () =>
      bindCommands(hotkeys, [
        { combo: "ctrl+z", label: "review.takeBack", run: act(() => controller.takeBack()) },
        { combo: "ctrl+left", label: "review.previous", run: act(() => controller.previous()) },
      ]),
    [controller, hotkeys],
  );
}

/** Binds the keys, and lists them for the overlay. */
export function useReviewCommands(
  options: ReviewCommandOptions,
): readonly { title: string; rows: readonly KeyRow[] }[] {
  const { controller, value, hotkeys, fixing, actions } = options;
  const sections = useMemo(() => {
    const page = pageCommands({ controller, value, hotkeys, fixing, actions });
    const region = regionCommands(value.editor).filter(({ combo }) => fixing || LOOKING.has(combo));
    return { page, region, tools: fixing ? toolCommands(value.editor) : [] };
  }, [controller, value, hotkeys, fixing, actions]);
  useEffect(
    () => bindCommands(hotkeys, [...sections.page, ...sections.region, ...sections.tools]),
    [hotkeys, sections],
  );
  // Escape first lets go of what is selected, and then of the correction.
  useEffect(() => {
    if (!fixing) return;
    return hotkeys.bind("app", "escape", { label: t("review.stopFixing"), run: act(actions.stopFixing) });
  }, [hotkeys, fixing, actions]);
  return useMemo(
    () => [
      { title: t("review.review"), rows: [...toRows(sections.page), commentsRow()] },
      { title: t("editor.keys.labels"), rows: labelRows(value) },
      { title: t("editor.keys.regions"), rows: toRows(sections.region) },
      { title: t("editor.keys.medium"), rows: [...mediumKeys(value.editor.ui), ...toRows(sections.tools)] },
    ],
    [sections, value],
  );
}
