/** `<Choices>`: a question with one or several answers, about the whole object or about one region. */

import type { Codec } from "../../core/codec";
import type { ChoicesValue } from "../../core/entries";
import { displayText, isArray, isObject, type Json, type JsonObject, toTexts } from "../../core/json";
import { resolve, resolveText } from "../../core/resolve";
import { attr, boolAttr, listAttr, type TagNode } from "../../core/tag-tree";

export interface ChoiceItem {
  /** Stored values from the root to this choice. */
  readonly path: readonly string[];
  readonly name: string;
  readonly hotkey: string | null;
  readonly hint: string | null;
  readonly colour: string | null;
  readonly startsChosen: boolean;
  readonly children: readonly ChoiceItem[];
}

export interface ChoicesModel {
  readonly kind: "choices";
  readonly tag: "Choices";
  readonly name: string;
  readonly toNames: readonly string[];
  readonly node: TagNode;
  readonly choices: readonly ChoiceItem[];
  /** `single` lets a second click clear the answer, `single-radio` does not. */
  readonly mode: "single" | "single-radio" | "multiple";
  readonly nested: boolean;
  readonly required: boolean;
  readonly requiredMessage: string | null;
  readonly perRegion: boolean;
}

function fromNodes(nodes: readonly TagNode[], parent: readonly string[], data: JsonObject): ChoiceItem[] {
  return nodes.flatMap((node): ChoiceItem[] => {
    if (node.tag === "View") return fromNodes(node.children, parent, data);
    if (node.tag !== "Choice") return [];
    const name = resolveText(attr(node, "value") ?? node.text, data);
    if (name === "") return [];
    const path = [...parent, attr(node, "alias") ?? name];
    return [
      {
        path,
        name,
        hotkey: attr(node, "hotkey") ?? null,
        hint: attr(node, "hint") ?? null,
        colour: attr(node, "color") ?? null,
        startsChosen: attr(node, "selected") === "true",
        children: fromNodes(node.children, path, data),
      },
    ];
  });
}

function optional(item: JsonObject, name: string): string | null {
  return item[name] === undefined ? null : displayText(item[name]);
}

/** Choices listed in the task: objects with the attributes of Choice, or plain texts. */
function fromData(list: Json | undefined, parent: readonly string[]): ChoiceItem[] {
  if (list === undefined || !isArray(list)) return [];
  return list.flatMap((item): ChoiceItem[] => {
    const object: JsonObject = isObject(item) ? item : { value: item };
    const name = displayText(object.value);
    if (name === "") return [];
    const path = [...parent, optional(object, "alias") ?? name];
    return [
      {
        path,
        name,
        hotkey: optional(object, "hotkey"),
        hint: optional(object, "hint"),
        colour: optional(object, "color"),
        startsChosen: object.selected === true || object.selected === "true",
        children: fromData(object.children, path),
      },
    ];
  });
}

export function createChoices(node: TagNode, data: JsonObject): ChoicesModel {
  const dynamic = attr(node, "value");
  const choices = [
    ...fromNodes(node.children, [], data),
    ...(dynamic === undefined ? [] : fromData(resolve(dynamic, data), [])),
  ];
  const mode = attr(node, "choice");
  return {
    kind: "choices",
    tag: "Choices",
    name: attr(node, "name") ?? "",
    toNames: listAttr(node, "toName"),
    node,
    choices,
    mode: mode === "multiple" || mode === "single-radio" ? mode : "single",
    nested: boolAttr(node, "allowNested", false) || choices.some((choice) => choice.children.length > 0),
    required: boolAttr(node, "required", false),
    requiredMessage: attr(node, "requiredMessage") ?? null,
    perRegion: boolAttr(node, "perRegion", false),
  };
}

/** A choice and all below it, in order. */
export function* flatten(choices: readonly ChoiceItem[]): Generator<ChoiceItem> {
  for (const choice of choices) {
    yield choice;
    yield* flatten(choice.children);
  }
}

function samePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}

export function isChosen(chosen: ChoicesValue["chosen"], path: readonly string[]): boolean {
  return chosen.some((candidate) => samePath(candidate, path));
}

/** What is chosen after a click on a choice. */
export function toggle(
  model: ChoicesModel,
  chosen: ChoicesValue["chosen"],
  path: readonly string[],
): ChoicesValue["chosen"] {
  const on = isChosen(chosen, path);
  if (model.mode === "multiple")
    return on ? chosen.filter((candidate) => !samePath(candidate, path)) : [...chosen, path];
  if (!on) return [path];
  return model.mode === "single" ? [] : chosen;
}

function readPath(item: Json): readonly string[] | null {
  return typeof item === "string" ? [item] : isArray(item) ? toTexts(item) : null;
}

/** Flat choices are written as texts, nested ones as paths. */
export function choicesCodec(model: ChoicesModel): Codec {
  return {
    type: "choices",
    read: (item) => {
      const list = isObject(item.value) ? item.value.choices : undefined;
      const items = typeof list === "string" ? [list] : isArray(list) ? list : null;
      if (items === null) return null;
      const chosen: (readonly string[])[] = [];
      for (const choice of items) {
        const path = readPath(choice);
        if (path === null || path.length === 0) return null;
        chosen.push(path);
      }
      return { kind: "choices", chosen };
    },
    write: (value) => {
      if (value.kind !== "choices") return {};
      return { choices: value.chosen.map((path): Json => (model.nested ? path : (path.at(-1) ?? ""))) };
    },
  };
}
