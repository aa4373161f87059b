import {
  type ComponentProps,
  type ComponentType,
  cloneElement,
  type LazyExoticComponent,
  lazy,
  type ReactElement,
  Suspense,
  useState,
} from "react";
import type { Opening } from "./menu";

interface TriggerProps {
  /** The button that opens the menu. */
  readonly trigger: ReactElement<ComponentProps<"button">>;
}

/** What a menu whose code comes later is handed; it stands open when it first shows. */
export interface LateMenuProps extends TriggerProps {
  readonly opens: Opening;
}

interface Late {
  readonly Menu: LazyExoticComponent<ComponentType<LateMenuProps>>;
  readonly fetch: () => void;
}

export function late(load: () => Promise<ComponentType<LateMenuProps>>): Late {
  return { Menu: lazy(async () => ({ default: await load() })), fetch: () => void load() };
}

/** Shows the button, and fetches its menu when a pointer or the focus comes to it: pages are there before their menus. */
export function LateMenu({ menu: { Menu, fetch }, trigger }: TriggerProps & { readonly menu: Late }) {
  const [asked, setAsked] = useState<Opening | null>(null);
  const waiting = cloneElement(trigger, {
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
  if (asked === null) return waiting;
  return (
    <Suspense fallback={waiting}>
      <Menu trigger={trigger} opens={asked} />
    </Suspense>
  );
}
