import { useEffect } from "react";
import { useStore } from "zustand";
import { late, useLate } from "../../design/late";
import { opensPalette, paletteStore, showPalette } from "./palette-store";

const PALETTE = late(async () => (await import("./palette-dialog")).PaletteDialog);
const KEYS = late(async () => (await import("./keys-dialog")).KeysDialog);

const close = (): void => showPalette("closed");

/** Listens for the palette's key, and shows the palette over whatever page there is. */
export function PaletteHost() {
  const view = useStore(paletteStore, (state) => state.view);
  const PaletteDialog = useLate(PALETTE, view === "search", close);
  const KeysDialog = useLate(KEYS, view === "keys", close);
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
    <>
      {view === "search" && PaletteDialog !== null && <PaletteDialog onClose={close} />}
      {view === "keys" && KeysDialog !== null && <KeysDialog onClose={close} />}
    </>
  );
}
