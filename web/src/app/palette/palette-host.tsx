import { lazy, Suspense, useEffect } from "react";
import { useStore } from "zustand";
import { opensPalette, paletteStore, showPalette } from "./palette-store";

const PaletteDialog = lazy(async () => ({ default: (await import("./palette-dialog")).PaletteDialog }));
const KeysDialog = lazy(async () => ({ default: (await import("./keys-dialog")).KeysDialog }));

const close = (): void => showPalette("closed");

/** Listens for the palette's key, and shows the palette over whatever page there is. */
export function PaletteHost() {
  const view = useStore(paletteStore, (state) => state.view);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !opensPalette(event)) return;
      event.preventDefault();
      const isOpen = paletteStore.getState().view !== "closed";
      // Over another dialog it would lead away from what that one asks.
      if (isOpen || document.querySelector("dialog:modal") === null) showPalette(isOpen ? "closed" : "search");
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <Suspense fallback={null}>
      {view === "search" && <PaletteDialog onClose={close} />}
      {view === "keys" && <KeysDialog onClose={close} />}
    </Suspense>
  );
}
