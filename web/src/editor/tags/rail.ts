/** The rail: the labels and choices of a config, taken out of the author's layout so that they stay in view. */

import { assignKeys, type KeyWish } from "../core/label-keys";
import { resolveText } from "../core/resolve";
import { attr, type TagNode } from "../core/tag-tree";
import { pathTo } from "../core/visibility";
import { type ChoicesModel, flatten } from "./Choices/model";
import { type ControlModel, isQuestion, type LabelInterface, type QuestionModel } from "./interface";
import type { LabelsModel } from "./labels";

export interface RailGroup {
  readonly control: LabelsModel | ChoicesModel;
  readonly title: string;
  /** The header of the author that now stands above the group, if there was one right before the control. */
  readonly headerPath: string | null;
}

/** `docType` or `doc_type` as a heading: "Doc type". */
export function humanName(name: string): string {
  const words = name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    .replace(/[_-]+/g, " ")
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The header right before a control, as long as it speaks of the control and not of the task. */
function headerBefore(parent: TagNode | null, node: TagNode): TagNode | null {
  const index = parent?.children.indexOf(node) ?? -1;
  const before = index > 0 ? parent?.children[index - 1] : undefined;
  const text = before?.tag === "Header" ? (attr(before, "value") ?? before.text) : "$";
  return before === undefined || text.includes("$") ? null : before;
}

const LABEL_TITLES: Readonly<Record<string, string>> = {
  RectangleLabels: "Box labels",
  PolygonLabels: "Polygon labels",
};

function titleOf(control: ControlModel, header: TagNode | null, ui: LabelInterface): string {
  if (header !== null) return resolveText(attr(header, "value") ?? header.text.trim(), ui.data);
  if (control.kind === "labels") return LABEL_TITLES[control.tag] ?? "Labels";
  return humanName(control.name);
}

/** All groups in the order of the config. Questions about one region are not among them: they stand beside the region. */
export function railGroups(ui: LabelInterface): readonly RailGroup[] {
  const groups: RailGroup[] = [];
  const visit = (node: TagNode, parent: TagNode | null): void => {
    const control = ui.controls.get(attr(node, "name") ?? "");
    const shown =
      control?.node === node && (control.kind === "labels" || (control.kind === "choices" && !control.perRegion));
    if (shown) {
      const header = headerBefore(parent, node);
      groups.push({ control, title: titleOf(control, header, ui), headerPath: header?.path ?? null });
    }
    for (const child of node.children) visit(child, node);
  };
  if (ui.root !== null) visit(ui.root, null);
  return groups;
}

/** Questions asked about the selected region, in the order of the config. */
export function perRegionQuestions(ui: LabelInterface): readonly QuestionModel[] {
  return [...ui.controls.values()].filter(isQuestion).filter((control) => control.perRegion);
}

/** Those of them that are answered by a click or a key. */
export function perRegionChoices(ui: LabelInterface): readonly ChoicesModel[] {
  return perRegionQuestions(ui).filter((control) => control.kind === "choices");
}

/** The author's header right before a question, as long as it speaks of the question and not of the task. */
export function headerOf(ui: LabelInterface, node: TagNode): string | null {
  const parent = ui.root === null ? undefined : pathTo(ui.root, node.path).at(-2);
  const header = headerBefore(parent ?? null, node);
  return header === null ? null : resolveText(attr(header, "value") ?? header.text.trim(), ui.data);
}

export function labelKeyId(control: string, label: string): string {
  return `${control}/label/${label}`;
}

export function choiceKeyId(control: string, path: readonly string[]): string {
  return `${control}/choice/${path.join("/")}`;
}

/** The key of every label and choice. `taken` are the keys of commands that work at the same time. */
export function keysOf(ui: LabelInterface, taken: Iterable<string>): ReadonlyMap<string, string> {
  const controls = railGroups(ui)
    .map((group) => group.control)
    .concat(perRegionChoices(ui));
  const hasLabels = controls.some((control) => control.kind === "labels");
  const wishes = controls.flatMap((control): KeyWish[] => {
    if (control.kind === "labels") {
      return control.labels.map((label) => ({
        id: labelKeyId(control.name, label.id),
        hotkey: label.hotkey,
        startsAt: "digits",
      }));
    }
    const startsAt = hasLabels ? "letters" : "digits";
    return [...flatten(control.choices)].map((choice) => ({
      id: choiceKeyId(control.name, choice.path),
      hotkey: choice.hotkey,
      startsAt,
    }));
  });
  return assignKeys(wishes, taken);
}
