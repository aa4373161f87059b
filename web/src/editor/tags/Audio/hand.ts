/** What gestures on a recording do to the open work: every one becomes a command. */

import { setRegion } from "../../core/commands";
import type { Player } from "../../media/audio/player";
import type { Section } from "../../media/audio/section-index";
import type { AudioSurface } from "../../media/audio/surface";
import type { SoundHand } from "../../media/audio/tools/tool";
import type { Editor } from "../../shell/editor";
import { colourOf } from "../regions";
import type { AudioModel } from "./model";

const DRAFT_KEY = "\u0000draft";

export function sectionOf(editor: Editor, model: AudioModel, key: string): Section | null {
  const region = editor.region(key);
  if (region?.toName !== model.name || region.value.kind !== "interval") return null;
  if (editor.session.hidden.has(key)) return null;
  const { start, end, channel } = region.value;
  return {
    key,
    start,
    end,
    channel,
    colour: colourOf(editor.ui, region),
    name: editor.shownName(region),
    suggested: editor.isSuggested(region),
    locked: region.locked,
  };
}

interface HandOptions {
  readonly editor: Editor;
  readonly model: AudioModel;
  readonly surface: AudioSurface;
  readonly player: Player;
}

export function makeHand({ editor, model, surface, player }: HandOptions): SoundHand {
  const active = () => {
    const label = editor.activeFor(model.name);
    return label !== null && editor.ui.codecs.has(label.control.name) ? label : null;
  };
  return {
    surface,
    mayEdit: () => editor.mayEdit,
    newSection: (span, channel) => {
      const label = active();
      const item = label?.control.labels.find((candidate) => candidate.id === label.labels[0]);
      if (item === undefined) return null;
      const { colour, name } = item;
      return { key: DRAFT_KEY, ...span, channel, colour, name, suggested: false, locked: false };
    },
    add: (span, channel) => {
      const label = active();
      if (label === null) return;
      const value = { kind: "interval" as const, ...span, channel, labels: label.labels };
      editor.addShape({ ...label, value, extras: { original_length: surface.duration } });
    },
    change: (key, span, name) => {
      const region = editor.region(key);
      if (region?.value.kind !== "interval") return;
      const merge = name === "Nudge" ? { mergeKey: `nudge ${key}` } : {};
      editor.session.history.run(name, setRegion(region, { ...region.value, ...span }), merge);
    },
    select: (key, adds) => {
      const { selection } = editor.session;
      if (key === null) {
        if (!adds) selection.clear();
      } else if (adds) selection.toggle(key);
      else selection.select(key);
    },
    seek: (time) => player.seek(time),
  };
}
