/** Whether the palette, or the list of keys that it leads to, is open: opened from any bar and by key. */

import { createStore } from "zustand/vanilla";

export type PaletteView = "closed" | "search" | "keys";

export const paletteStore = createStore<{ readonly view: PaletteView }>(() => ({ view: "closed" }));

export function showPalette(view: PaletteView): void {
  paletteStore.setState({ view });
}

const IS_MAC = /^(Mac|iP)/.test(navigator.platform);

/** The key of the palette as it is written on this computer's keyboard. */
export const PALETTE_KEY = IS_MAC ? "⌘ K" : "Ctrl K";

/** Ctrl K, or Command K on a Mac, where Ctrl K cuts the rest of a line. */
export function opensPalette(event: KeyboardEvent): boolean {
  const command = IS_MAC ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  return command && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
}
