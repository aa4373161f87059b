/** `<Audio>`: a recording that can be classified, transcribed or labelled in sections. */

import { displayText, type JsonObject } from "../../core/json";
import { resolve } from "../../core/resolve";
import { attr, boolAttr, numberAttr, type TagNode } from "../../core/tag-tree";

export interface AudioModel {
  readonly kind: "audio";
  readonly tag: "Audio";
  readonly name: string;
  readonly node: TagNode;
  readonly url: string;
  /** Height of the wave form in pixels. */
  readonly height: number;
  /** Plays and pauses, beside the keys that always do. */
  readonly hotkey: string | null;
  readonly speed: number;
  readonly volume: number;
  readonly muted: boolean;
  readonly gain: number;
  readonly splits: boolean;
  /** Whether a wave form is wanted; without one even an hour is there at once. */
  readonly decodes: boolean;
  readonly shows: { readonly zoom: boolean; readonly volume: boolean; readonly speed: boolean };
}

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

export function createAudio(node: TagNode, data: JsonObject): AudioModel {
  return {
    kind: "audio",
    tag: "Audio",
    name: attr(node, "name") ?? "",
    node,
    url: displayText(resolve(attr(node, "value") ?? "", data)).trim(),
    height: within(numberAttr(node, "height", 180), 64, 600),
    hotkey: attr(node, "hotkey") ?? null,
    speed: within(numberAttr(node, "defaultSpeed", 1), 0.25, 3),
    volume: within(numberAttr(node, "defaultVolume", 1), 0, 1),
    muted: boolAttr(node, "muted", false),
    gain: within(numberAttr(node, "defaultScale", 1), 0.1, 50),
    splits: boolAttr(node, "splitChannels", false),
    decodes: attr(node, "decoder") !== "none",
    shows: {
      zoom: boolAttr(node, "zoom", true),
      volume: boolAttr(node, "volume", true),
      speed: boolAttr(node, "speed", true),
    },
  };
}
