/** `visibleWhen` and its companions: which parts of a config show just now. */

import type { ChoicesValue } from "./entries";
import { attr, listAttr, type TagNode } from "./tag-tree";

export interface VisibilityState {
  /** The region that is selected, if exactly one is. */
  readonly selected: { readonly fromName: string; readonly labels: readonly string[] } | null;
  /** What is chosen, by name of the control; controls hidden now are missing. */
  readonly chosen: ReadonlyMap<string, ChoicesValue["chosen"]>;
}

interface Condition {
  readonly when: string | undefined;
  readonly tagName: string | undefined;
  readonly labels: readonly string[];
  readonly choices: readonly string[];
}

function readCondition(node: TagNode): Condition | null {
  const when = attr(node, "visibleWhen");
  const choices = listAttr(node, "whenChoiceValue");
  if (when === undefined && choices.length === 0) return null;
  return {
    when: when ?? "choice-selected",
    tagName: attr(node, "whenTagName"),
    labels: listAttr(node, "whenLabelValue"),
    choices,
  };
}

function regionFits(condition: Condition, selected: VisibilityState["selected"]): boolean {
  if (selected === null) return false;
  if (condition.tagName !== undefined && condition.tagName !== selected.fromName) return false;
  return condition.labels.length === 0 || condition.labels.some((label) => selected.labels.includes(label));
}

function choiceFits(condition: Condition, chosen: VisibilityState["chosen"]): boolean {
  for (const [name, paths] of chosen) {
    if (condition.tagName !== undefined && condition.tagName !== name) continue;
    const fits = paths.some((path) => condition.choices.length === 0 || condition.choices.includes(path.at(-1) ?? ""));
    if (fits) return true;
  }
  return false;
}

/** Whether a tag's own condition holds; an unknown condition hides nothing. */
export function isVisible(node: TagNode, state: VisibilityState): boolean {
  const condition = readCondition(node);
  if (condition === null) return true;
  switch (condition.when) {
    case "region-selected":
      return regionFits(condition, state.selected);
    case "no-region-selected":
      return state.selected === null;
    case "choice-selected":
      return choiceFits(condition, state.chosen);
    case "choice-unselected":
      return !choiceFits(condition, state.chosen);
    default:
      return true;
  }
}

/** Conditions over regions steer what is seen; those over choices also decide which answers are part of the result. */
export function dependsOnChoices(node: TagNode): boolean {
  const when = readCondition(node)?.when;
  return when === "choice-selected" || when === "choice-unselected";
}

/** The tags from the root to the one at a path, itself included. */
export function pathTo(root: TagNode, path: string): readonly TagNode[] {
  const steps = path.split(".").slice(1).map(Number);
  const nodes = [root];
  for (const step of steps) {
    const next = nodes.at(-1)?.children[step];
    if (next === undefined) break;
    nodes.push(next);
  }
  return nodes;
}
