import { type ComponentProps, cloneElement, type ReactElement, useCallback, useState } from "react";
import { type Late, useLate } from "./late";
import type { Opening } from "./menu";

interface TriggerProps {
  /** The button that opens the menu. */
  readonly trigger: ReactElement<ComponentProps<"button">>;
}

/** What a menu whose code comes later is handed; it stands open when it first shows. */
export interface LateMenuProps extends TriggerProps {
  readonly opens: Opening;
}

/** Shows the button, and fetches its menu when a pointer or the focus comes to it: pages are there before their menus. */
export function LateMenu({ menu, trigger }: TriggerProps & { readonly menu: Late<LateMenuProps> }) {
  const [asked, setAsked] = useState<Opening | null>(null);
  const Menu = useLate(
    menu,
    asked !== null,
    useCallback(() => setAsked(null), []),
  );
  if (asked !== null && Menu !== null) return <Menu trigger={trigger} opens={asked} />;
  // What fails this early is asked for again by a press, which says so.
  const fetch = (): void => void menu.load().catch(() => undefined);
  return cloneElement(trigger, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    onPointerEnter: fetch,
    onFocus: fetch,
    // A press by Enter or Space is no click of a pointer.
    onClick: (event) => setAsked(event.detail === 0 ? "by keys" : "by pointer"),
    onKeyDown: (event) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      setAsked("by keys");
    },
  });
}
