import { useEffect } from "react";
import type { CatalogueKey } from "../../../i18n/catalogue";
import { t } from "../../../i18n/t";
import type { Hotkeys } from "../../core/hotkeys";
import { Observable } from "../../core/observable";
import type { AudioModel } from "./model";
import type { Sound } from "./use-sound";

/** The recording last touched: on a page with several the keys are its own. */
export const inUse = new Observable<string | null>(null);

interface SoundKey {
  readonly combo: string;
  readonly label: CatalogueKey;
  /** Works while typing too, so that a transcript can be written without leaving the field. */
  readonly everywhere?: boolean;
}

export const SOUND_KEYS: readonly SoundKey[] = [
  { combo: "alt+space", label: "editor.audio.key.play", everywhere: true },
  { combo: "space", label: "editor.audio.key.play" },
  { combo: "shift+space", label: "editor.audio.key.playSection" },
  { combo: "ctrl+b", label: "editor.audio.back", everywhere: true },
  { combo: "left", label: "editor.audio.key.step" },
  { combo: "right", label: "editor.audio.key.step" },
  { combo: "shift+left", label: "editor.audio.key.stepFar" },
  { combo: "shift+right", label: "editor.audio.key.stepFar" },
  { combo: "alt+left", label: "editor.audio.key.stepStart" },
  { combo: "alt+right", label: "editor.audio.key.stepStart" },
  { combo: "<", label: "editor.audio.slower" },
  { combo: ">", label: "editor.audio.faster" },
  { combo: "enter", label: "editor.audio.key.mark" },
  { combo: "escape", label: "editor.audio.key.cancel" },
];

export function useSoundKeys(hotkeys: Hotkeys, sound: Sound | null, model: AudioModel): void {
  useEffect(() => {
    if (sound === null) return;
    const { surface, player, keys, pointer } = sound;
    const isMine = (): boolean => inUse.value === null || inUse.value === model.name;
    const bind = (combo: string, label: CatalogueKey, run: () => boolean, everywhere = false): (() => void) =>
      hotkeys.bind("medium", combo, { label: t(label), run: () => isMine() && run(), everywhere });
    const act = (work: () => void) => (): boolean => {
      work();
      return true;
    };
    const stops = [
      ...SOUND_KEYS.map(({ combo, label, everywhere }) =>
        bind(combo, label, () => (combo === "escape" && pointer.cancel()) || keys.press(combo), everywhere),
      ),
      ...(model.hotkey === null ? [] : [bind(model.hotkey, "editor.audio.key.play", () => keys.press("space"))]),
      bind(
        "shift+l",
        "editor.audio.loop",
        act(() => player.setLoops(!player.state.value.loops)),
      ),
      bind(
        "+",
        "editor.image.zoomIn",
        act(() => surface.zoom(1.5)),
      ),
      bind(
        "-",
        "editor.image.zoomOut",
        act(() => surface.zoom(1 / 1.5)),
      ),
      bind(
        "shift+1",
        "editor.image.fit",
        act(() => surface.fit()),
      ),
    ];
    return () => {
      for (const stop of stops) stop();
      if (inUse.value === model.name) inUse.set(null);
    };
  }, [hotkeys, sound, model]);
}
