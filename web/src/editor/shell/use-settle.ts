import { useEffect, useRef } from "react";
import { useEditor } from "./editor-context";

/** Has something done before the work is handed over: what is written counts, whether it was added or not. */
export function useSettle(settle: () => void): void {
  const { editor } = useEditor();
  const latest = useRef(settle);
  latest.current = settle;
  useEffect(() => editor.beforeLeaving(() => latest.current()), [editor]);
}
