/** Code that comes when it is asked for, such as that of a menu: pages are there before it. */

import { type ComponentType, useEffect, useState } from "react";
import { t } from "../i18n/t";
import { showToast } from "./toast-store";

export interface Late<Props> {
  readonly load: () => Promise<ComponentType<Props>>;
}

/** Style sheets that did not come. The bundler's loader asks for each of them only once, for whatever part needs it. */
const missing = new Set<HTMLLinkElement>();

document.addEventListener(
  "error",
  ({ target }) => {
    if (target instanceof HTMLLinkElement && target.rel === "stylesheet") missing.add(target);
  },
  true,
);

async function renewStyles(): Promise<void> {
  const links = [...missing];
  missing.clear();
  await Promise.all(
    links.map(async (link) => {
      const fresh = link.cloneNode() as HTMLLinkElement;
      await new Promise((resolve, reject) => {
        fresh.addEventListener("load", resolve);
        fresh.addEventListener("error", reject);
        link.replaceWith(fresh);
      });
    }),
  );
}

/** Fetches it once; what did not come, as without a network, is fetched anew the next time. */
export function late<Props>(fetch: () => Promise<ComponentType<Props>>): Late<Props> {
  let coming: Promise<ComponentType<Props>> | null = null;
  return {
    load: () => {
      coming ??= renewStyles()
        .then(fetch)
        .catch((error: unknown) => {
          coming = null;
          throw error;
        });
      return coming;
    },
  };
}

/** The component once it is asked for and there. That it did not come is said in the corner: the page stays as it is. */
export function useLate<Props>(
  { load }: Late<Props>,
  isAsked: boolean,
  onFailed: () => void,
): ComponentType<Props> | null {
  const [component, setComponent] = useState<ComponentType<Props> | null>(null);
  useEffect(() => {
    if (!isAsked || component !== null) return;
    let isGone = false;
    const come = (found: ComponentType<Props>): void => {
      if (!isGone) setComponent(() => found);
    };
    const fail = (): void => {
      if (isGone) return;
      showToast("error", t("app.partFailed"));
      onFailed();
    };
    load().then(come, fail);
    return () => {
      isGone = true;
    };
  }, [load, isAsked, component, onFailed]);
  return component;
}
