/** Listens to the window's keys; typing in a field is no command. */

import { useEffect, useState } from "react";
import { Hotkeys } from "../core/hotkeys";

const FIELDS =
  "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]:not([contenteditable=false])";

/** Where arrow keys have a meaning of their own: they walk through a group, or move a grip. */
const WALKED = "input[type=radio], [role=radio], [role=tab], [role=separator], [role=menuitem]";

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(FIELDS) !== null;
}

export function usePageHotkeys(): Hotkeys {
  const [hotkeys] = useState(() => new Hotkeys());
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      // Space and Enter on a button press the button.
      const presses = (event.key === " " || event.key === "Enter") && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (
        presses &&
        event.target instanceof Element &&
        event.target.closest("button, a[href], [role=treeitem]") !== null
      )
        return;
      const walks = event.key.startsWith("Arrow") && event.target instanceof Element;
      if (walks && event.target.closest(WALKED) !== null) return;
      if (hotkeys.dispatch(event, { inField: isField(event.target) })) event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [hotkeys]);
  return hotkeys;
}
