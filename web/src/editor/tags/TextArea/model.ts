/** `<TextArea>`: a question answered in writing, once or several times, about the whole object or about a region. */

import type { Codec } from "../../core/codec";
import { displayText, isObject, type JsonObject, toTexts } from "../../core/json";
import { resolve, resolveText } from "../../core/resolve";
import { attr, boolAttr, listAttr, numberAttr, type TagNode, walk } from "../../core/tag-tree";

/** A text that one press inserts. */
export interface Shortcut {
  readonly name: string;
  readonly text: string;
  readonly hotkey: string | null;
  readonly colour: string | null;
}

export interface TextAreaModel {
  readonly kind: "textarea";
  readonly tag: "TextArea";
  readonly name: string;
  readonly toNames: readonly string[];
  readonly node: TagNode;
  readonly label: string | null;
  readonly placeholder: string;
  readonly rows: number;
  /** How many texts may be given; null for any number. */
  readonly most: number | null;
  /** Whether a text once given may be changed, and not only deleted. */
  readonly editable: boolean;
  readonly skipsDuplicates: boolean;
  /** What the field begins with. */
  readonly prefill: string;
  readonly takesTexts: boolean;
  readonly showsButton: boolean;
  readonly shortcuts: readonly Shortcut[];
  readonly required: boolean;
  readonly requiredMessage: string | null;
  readonly perRegion: boolean;
}

function readShortcuts(node: TagNode, data: JsonObject): readonly Shortcut[] {
  return [...walk(node)].flatMap((child) => {
    const text = child.tag === "Shortcut" ? resolveText(attr(child, "value") ?? child.text, data) : "";
    if (text === "") return [];
    const hotkey = attr(child, "hotkey") ?? null;
    return [{ name: attr(child, "alias") ?? text, text, hotkey, colour: attr(child, "background") ?? null }];
  });
}

function wholeNumber(node: TagNode, name: string, least: number, most: number): number {
  return Math.min(Math.max(Math.round(numberAttr(node, name, least)), least), most);
}

export function createTextArea(node: TagNode, data: JsonObject): TextAreaModel {
  const rows = wholeNumber(node, "rows", 1, 40);
  const most = numberAttr(node, "maxSubmissions", 0);
  return {
    kind: "textarea",
    tag: "TextArea",
    name: attr(node, "name") ?? "",
    toNames: listAttr(node, "toName"),
    node,
    label: attr(node, "label") ?? null,
    placeholder: resolveText(attr(node, "placeholder") ?? "", data),
    rows,
    most: Number.isInteger(most) && most > 0 ? most : null,
    editable: boolAttr(node, "editable", false),
    skipsDuplicates: boolAttr(node, "skipDuplicates", false),
    prefill: displayText(resolve(attr(node, "value") ?? "", data)),
    takesTexts: boolAttr(node, "allowSubmit", true),
    showsButton: boolAttr(node, "showSubmitButton", rows > 1),
    shortcuts: readShortcuts(node, data),
    required: boolAttr(node, "required", false),
    requiredMessage: attr(node, "requiredMessage") ?? null,
    perRegion: boolAttr(node, "perRegion", false),
  };
}

/** One text that can be changed at any time: the field itself is the answer. */
export function isOneField(model: TextAreaModel): boolean {
  return model.most === 1 && model.editable && model.takesTexts;
}

export function hasRoom(model: TextAreaModel, texts: readonly string[]): boolean {
  return model.takesTexts && (model.most === null || texts.length < model.most);
}

/** The texts after one more was given; the same list when it may not be added. */
export function withText(model: TextAreaModel, texts: readonly string[], text: string): readonly string[] {
  const isRepeated = model.skipsDuplicates && texts.includes(text);
  return text.trim() === "" || isRepeated || !hasRoom(model, texts) ? texts : [...texts, text];
}

/** The texts after one was changed; an empty one goes. */
export function replaceText(texts: readonly string[], index: number, text: string): readonly string[] {
  return text.trim() === "" ? texts.toSpliced(index, 1) : texts.with(index, text);
}

export const textsCodec: Codec = {
  type: "textarea",
  read: ({ value }) => {
    const texts = isObject(value) ? toTexts(value.text) : null;
    return texts === null ? null : { kind: "texts", texts };
  },
  write: (value) => (value.kind === "texts" ? { text: value.texts } : {}),
};
