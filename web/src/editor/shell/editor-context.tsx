/** The open work, for everything drawn on the label page. */

import { createContext, useContext } from "react";
import type { Hotkeys } from "../core/hotkeys";
import type { OpenQuestion } from "../tags/checks";
import type { Editor } from "./editor";
import "../../i18n/editor";

export interface EditorContextValue {
  readonly editor: Editor;
  readonly hotkeys: Hotkeys;
  /** Key of every label and choice, by id. */
  readonly keys: ReadonlyMap<string, string>;
  /** False for predictions, for others' work, and while another browser tab edits. */
  readonly mayEdit: boolean;
  readonly open: OpenQuestion | null;
  /** Tells a screen reader what just happened. */
  readonly announce: (text: string) => void;
}

export const EditorContext = createContext<EditorContextValue | null>(null);

export function useEditor(): EditorContextValue {
  const value = useContext(EditorContext);
  if (value === null) throw new Error("useEditor outside of an open work");
  return value;
}
