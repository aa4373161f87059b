/** Which part of the side panel shows. Where a config has no regions it stays away until there is something to read or to say. */

import { useCallback, useEffect, useMemo, useState } from "react";
import { t } from "../../i18n/t";
import type { LabelTask, StoredAnnotation, Version } from "../host";
import { hasRegionControls } from "../tags/regions";
import type { EditorContextValue } from "./editor-context";
import { COMMENTS_KEY } from "./page-keys";
import type { WorkTab } from "./work";

export type PanelTab = "regions" | "comments" | "info";

/** What the panel does with the history of the open annotation. */
export interface HistoryActions {
  readonly list: (annotationId: number) => Promise<readonly Version[]>;
  /** Shows a version by itself. */
  readonly show: (annotation: StoredAnnotation, version: Version, title: string) => void;
  /** Goes on from a version; null where the annotation cannot be changed. */
  readonly use: ((version: Version) => void) | null;
}

export interface PanelState {
  /** Null while there is no panel. */
  readonly shown: PanelTab | null;
  readonly show: (tab: PanelTab) => void;
  /** How often the comments were asked for by key or button: the focus goes to their field each time. */
  readonly asked: number;
  readonly ask: () => void;
  /** Comments that nobody has resolved. */
  readonly open: number;
  readonly setOpen: (count: number) => void;
}

export function usePanel({ editor, hotkeys }: EditorContextValue, task: LabelTask | null, tab: WorkTab): PanelState {
  const [open, setOpen] = useState(task?.openComments ?? 0);
  const [asked, setAsked] = useState(0);
  const [shown, show] = useState<PanelTab | null>(() => {
    if (tab.kind === "version") return "info";
    if (hasRegionControls(editor.ui)) return "regions";
    return open > 0 || tab.kind === "review" ? "comments" : null;
  });
  const ask = useCallback(() => {
    show("comments");
    setAsked((times) => times + 1);
  }, []);
  useEffect(() => {
    const run = (): undefined => void ask();
    return hotkeys.bind("editor", COMMENTS_KEY, { label: t("editor.comments"), run });
  }, [hotkeys, ask]);
  return useMemo(() => ({ shown, show, asked, ask, open, setOpen }), [shown, asked, ask, open]);
}
