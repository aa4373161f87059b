/** What all controls that label regions share: the list of labels, their colours and limits. */

import { displayText, isArray, isObject, type Json, type JsonObject, toTexts } from "../core/json";
import { resolve, resolveText } from "../core/resolve";
import { attr, boolAttr, listAttr, type TagNode, walk } from "../core/tag-tree";
import type { OutlineKind } from "../media/image/outline";
import type { ShapeLook } from "../media/image/shape-index";
import { outlineOf, readLook } from "./shape-look";

export interface LabelItem {
  /** What results hold: the alias if there is one. */
  readonly id: string;
  readonly name: string;
  /** CSS colour: the author's own, or one of the twenty tokens in the order of appearance. */
  readonly colour: string;
  readonly hotkey: string | null;
  readonly hint: string | null;
  readonly startsActive: boolean;
  readonly maxUsages: number | null;
  readonly granularity: string | null;
}

export interface LabelsModel {
  readonly kind: "labels";
  readonly tag: string;
  readonly name: string;
  readonly toNames: readonly string[];
  readonly node: TagNode;
  readonly labels: readonly LabelItem[];
  readonly multiple: boolean;
  readonly allowsEmpty: boolean;
  readonly canRotate: boolean;
  /** What it draws on a picture; null for `<Labels>`, which draws nothing itself. */
  readonly outline: OutlineKind | null;
  readonly look: ShapeLook;
}

const PALETTE_SIZE = 20;

/** Hands out the twenty label colours in order of appearance over a whole config. */
export class Palette {
  #next = 0;

  /** The author's colour, or the next of the twenty. */
  take(background: string | undefined): string {
    const own = background?.trim();
    if (own !== undefined && own !== "") return own;
    this.#next = (this.#next % PALETTE_SIZE) + 1;
    return `var(--label-${this.#next})`;
  }
}

interface Written {
  readonly value: string;
  readonly get: (name: string) => string | undefined;
}

function writtenChildren(node: TagNode, data: JsonObject): Written[] {
  const labels = [...walk(node)].filter((child) => child.tag === "Label");
  return labels.map((label) => ({
    value: resolveText(attr(label, "value") ?? label.text, data),
    get: (name) => attr(label, name),
  }));
}

/** Labels listed in the task: objects with the attributes of Label, or plain texts. */
function dynamicChildren(node: TagNode, data: JsonObject): Written[] {
  const expression = attr(node, "value");
  if (expression === undefined) return [];
  const list: Json = resolve(expression, data);
  if (!isArray(list)) return [];
  return list.flatMap((item): Written[] => {
    if (!isObject(item)) return [{ value: displayText(item), get: () => undefined }];
    return [
      {
        value: displayText(item.value),
        get: (name) => (item[name] === undefined ? undefined : displayText(item[name])),
      },
    ];
  });
}

function positive(text: string | undefined): number | null {
  const number = Number(text ?? "");
  return Number.isInteger(number) && number > 0 ? number : null;
}

export function createLabels(node: TagNode, data: JsonObject, palette: Palette): LabelsModel {
  const written = [...writtenChildren(node, data), ...dynamicChildren(node, data)].filter(
    (label) => label.value !== "",
  );
  const common = positive(attr(node, "maxUsages"));
  const seen = new Set<string>();
  const labels = written.flatMap(({ value, get }): LabelItem[] => {
    const id = get("alias") ?? value;
    if (seen.has(id)) return [];
    seen.add(id);
    return [
      {
        id,
        name: value,
        colour: palette.take(get("background")),
        hotkey: get("hotkey") ?? null,
        hint: get("hint") ?? null,
        startsActive: get("selected") === "true",
        maxUsages: positive(get("maxUsages")) ?? common,
        granularity: get("granularity") ?? null,
      },
    ];
  });
  return {
    kind: "labels",
    tag: node.tag,
    name: attr(node, "name") ?? "",
    toNames: listAttr(node, "toName"),
    node,
    labels,
    multiple: attr(node, "choice") === "multiple",
    allowsEmpty: boolAttr(node, "allowEmpty", false),
    canRotate: boolAttr(node, "canRotate", true),
    outline: outlineOf(node.tag),
    look: readLook(node),
  };
}

/** The label list of a result item; empty when it is missing, null when it is not a list of texts. */
export function readLabels(value: JsonObject, key: string): readonly string[] | null {
  return value[key] === undefined ? [] : toTexts(value[key]);
}

/** The label list, written as it was while it did not change. */
export function writeLabels(labels: readonly string[], key: string, previous: JsonObject): JsonObject {
  if (labels.length === 0 && previous[key] === undefined) return {};
  return { [key]: labels };
}

/** The name an item of `toName` works on, as results write it. */
export function firstTarget(model: { readonly toNames: readonly string[] }): string {
  return model.toNames[0] ?? "";
}
