/** Ties a recording to the open work: sections follow the store, gestures and keys become commands. */

import { type RefObject, useEffect, useRef, useState } from "react";
import { SoundKeys, type SoundNews } from "../../media/audio/keys";
import { Player } from "../../media/audio/player";
import { SoundPointer } from "../../media/audio/pointer";
import { AudioSurface, type SurfaceParts } from "../../media/audio/surface";
import type { Editor } from "../../shell/editor";
import { makeHand, sectionOf } from "./hand";
import type { AudioModel } from "./model";

export interface Sound {
  readonly surface: AudioSurface;
  readonly player: Player;
  readonly pointer: SoundPointer;
  readonly keys: SoundKeys;
}

export type PartRefs = { readonly [Name in keyof SurfaceParts]: RefObject<SurfaceParts[Name] | null> };

export interface SoundRefs extends PartRefs {
  readonly media: RefObject<HTMLAudioElement | null>;
}

interface SoundOptions {
  readonly editor: Editor;
  readonly model: AudioModel;
  /** Seconds; null until the recording says. */
  readonly duration: number | null;
  readonly onNews: (news: SoundNews) => void;
}

function partsOf(refs: SoundRefs): (SurfaceParts & { media: HTMLAudioElement }) | null {
  const { stage, wave, marks, cursor, overview, overviewWave, frame, media } = refs;
  if (stage.current === null || wave.current === null || marks.current === null || cursor.current === null) return null;
  if (overview.current === null || overviewWave.current === null || frame.current === null) return null;
  if (media.current === null) return null;
  return {
    stage: stage.current,
    wave: wave.current,
    marks: marks.current,
    cursor: cursor.current,
    overview: overview.current,
    overviewWave: overviewWave.current,
    frame: frame.current,
    media: media.current,
  };
}

/** Keeps the surface in step with the store. */
function follow(editor: Editor, model: AudioModel, surface: AudioSurface): readonly (() => void)[] {
  const { store, selection, hidden } = editor.session;
  const reload = (): void => surface.load(store.keys.flatMap((key) => sectionOf(editor, model, key) ?? []));
  reload();
  surface.setSelected(selection.keys);
  return [
    store.subscribeAll((dirty) =>
      surface.update([...dirty].map((key) => [key, sectionOf(editor, model, key)] as const)),
    ),
    selection.subscribe(() => surface.setSelected(selection.keys)),
    hidden.subscribe(reload),
  ];
}

function attach(editor: Editor, model: AudioModel, surface: AudioSurface, player: Player): () => void {
  return editor.attach(model.name, {
    labelSelection: () => false,
    reveal: (key, how) => {
      const section = surface.index.get(key);
      if (section === undefined) return;
      if (how === "seen") surface.reveal(section);
      else surface.locate(section);
      if (!player.state.value.playing) player.seek(section.start);
    },
    play: (key) => player.play(surface.index.get(key) ?? null),
  });
}

function mount(
  parts: SurfaceParts & { readonly media: HTMLAudioElement },
  duration: number,
  latest: { readonly current: SoundOptions },
): { sound: Sound; destroy: () => void } {
  const { editor, model } = latest.current;
  const surface = new AudioSurface({ ...parts, duration, splits: model.splits, gain: model.gain });
  const player = new Player(parts.media, { speed: model.speed, volume: model.volume });
  const hand = makeHand({ editor, model, surface, player });
  const pointer = new SoundPointer({ stage: parts.stage, overview: parts.overview, hand });
  const keys = new SoundKeys(hand, player, (news) => latest.current.onNews(news));
  const theme = new MutationObserver(() => surface.forgetColours());
  theme.observe(document.documentElement, { attributeFilter: ["data-theme", "data-contrast"] });
  const stops = [
    ...follow(editor, model, surface),
    attach(editor, model, surface, player),
    player.time.subscribe(() => {
      surface.setTime(player.time.value, player.state.value.playing);
      keys.follow(player.time.value);
    }),
    editor.active.subscribe(() => keys.cancel()),
    () => theme.disconnect(),
  ];
  const destroy = (): void => {
    for (const stop of stops) stop();
    pointer.destroy();
    player.destroy();
    surface.destroy();
  };
  return { sound: { surface, player, pointer, keys }, destroy };
}

/** Builds everything once the recording says how long it is; null before. */
export function useSound(refs: SoundRefs, options: SoundOptions): Sound | null {
  const { editor, model, duration } = options;
  const latest = useRef(options);
  latest.current = options;
  const [sound, setSound] = useState<Sound | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the parts are refs; editor and model are read from `latest`
  useEffect(() => {
    const parts = duration === null ? null : partsOf(refs);
    if (parts === null || duration === null) return;
    const { sound: mounted, destroy } = mount(parts, duration, latest);
    setSound(mounted);
    return () => {
      destroy();
      setSound(null);
    };
  }, [editor, model, duration]);

  return sound;
}
