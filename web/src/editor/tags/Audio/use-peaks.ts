import { useEffect, useState } from "react";
import { LONGEST_DECODED, loadPeaks } from "../../media/audio/decode";
import type { Sound } from "./use-sound";

/** What there is to say about the wave form. */
export type WaveState =
  | { readonly kind: "drawn" | "unwanted" | "drawing" | "long" }
  | { readonly kind: "failed"; readonly reason: string };

/** Reads the wave form beside the playing; the recording can be played and labelled before it is there. */
export function usePeaks(sound: Sound | null, url: string, wanted: boolean): WaveState {
  const [state, setState] = useState<WaveState>({ kind: "unwanted" });
  useEffect(() => {
    if (sound === null) return;
    if (!wanted) return setState({ kind: "unwanted" });
    if (sound.surface.duration > LONGEST_DECODED) return setState({ kind: "long" });
    const stop = new AbortController();
    setState({ kind: "drawing" });
    loadPeaks(url, stop.signal).then(
      (peaks) => {
        if (stop.signal.aborted) return;
        sound.surface.setPeaks(peaks);
        setState({ kind: "drawn" });
      },
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        if (!stop.signal.aborted) setState({ kind: "failed", reason });
      },
    );
    return () => stop.abort();
  }, [sound, url, wanted]);
  return state;
}
