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

interface TriggerProps {
  /** The button that opens the menu. */
  readonly trigger: ReactElement<ComponentProps<"button">>;
}

/** A menu whose code comes later; it is handed its button, and stands open when it first shows. */
interface Late {
  readonly Menu: LazyExoticComponent<ComponentType<TriggerProps>>;
  readonly fetch: () => void;
}

export function late(load: () => Promise<ComponentType<TriggerProps>>): Late {
  return { Menu: lazy(async () => ({ default: await load() })), fetch: () => void load() };
}

/** Shows the button, and fetches its menu when a pointer or the focus comes to it: pages are there before their menus. */
export function LateMenu({ menu: { Menu, fetch }, trigger }: TriggerProps & { readonly menu: Late }) {
  const [isAsked, setAsked] = useState(false);
  const ask = (): void => setAsked(true);
  const waiting = cloneElement(trigger, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    onPointerEnter: fetch,
    onFocus: fetch,
    onClick: ask,
    onKeyDown: (event) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      ask();
    },
  });
  if (!isAsked) return waiting;
  return (
    <Suspense fallback={waiting}>
      <Menu trigger={trigger} />
    </Suspense>
  );
}
