/** Theme, contrast and density: kept in this browser, put on <html>; `public/theme.js` does the same before the first paint. */

import { createStore } from "zustand/vanilla";

export type Theme = "system" | "light" | "dark";
export type Contrast = "system" | "normal" | "more";
export type Density = "comfortable" | "compact";

export interface Appearance {
  readonly theme: Theme;
  readonly contrast: Contrast;
  readonly density: Density;
}

const DEFAULTS: Appearance = { theme: "system", contrast: "system", density: "comfortable" };
const DARK = "(prefers-color-scheme: dark)";
const MORE_CONTRAST = "(prefers-contrast: more)";

function remembered<Value extends string>(key: string, allowed: readonly Value[], otherwise: Value): Value {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(`labelwright.${key}`);
  } catch {
    return otherwise; // storage is blocked: nothing is remembered, everything else works
  }
  return allowed.find((value) => value === stored) ?? otherwise;
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`labelwright.${key}`, value);
  } catch {
    // Storage is blocked or full: the choice lasts as long as the page.
  }
}

export const appearanceStore = createStore<Appearance>(() => DEFAULTS);

function apply({ theme, contrast, density }: Appearance): void {
  const root = document.documentElement.dataset;
  root["theme"] = theme === "system" ? (matchMedia(DARK).matches ? "dark" : "light") : theme;
  const more = contrast === "more" || (contrast === "system" && matchMedia(MORE_CONTRAST).matches);
  if (more) root["contrast"] = "more";
  else delete root["contrast"];
  if (density === "compact") root["density"] = "compact";
  else delete root["density"];
}

/** Reads what is remembered and follows the system from now on. Called once, at start-up. */
export function startAppearance(): void {
  appearanceStore.setState({
    theme: remembered("theme", ["system", "light", "dark"], DEFAULTS.theme),
    contrast: remembered("contrast", ["system", "normal", "more"], DEFAULTS.contrast),
    density: remembered("density", ["comfortable", "compact"], DEFAULTS.density),
  });
  apply(appearanceStore.getState());
  appearanceStore.subscribe(apply);
  for (const query of [DARK, MORE_CONTRAST]) {
    matchMedia(query).addEventListener("change", () => apply(appearanceStore.getState()));
  }
}

/** Changes and remembers part of the appearance. */
export function setAppearance(change: Partial<Appearance>): void {
  appearanceStore.setState(change);
  for (const [key, value] of Object.entries(change)) remember(key, value);
}
