/** What shows just now, which answers count, and what is still open before a submit. */

import { type ChoicesValue, type Entry, isAnswerValue, isRegion, type RegionEntry } from "../core/entries";
import type { RegionStore } from "../core/store";
import { attr, listAttr, type TagNode } from "../core/tag-tree";
import { dependsOnChoices, isVisible, pathTo, type VisibilityState } from "../core/visibility";
import { isQuestion, type LabelInterface, type QuestionModel } from "./interface";
import { labelControlOf } from "./regions";

function selectedOf(ui: LabelInterface, entry: RegionEntry | null): VisibilityState["selected"] {
  if (entry === null) return null;
  return { fromName: labelControlOf(ui, entry.fromName)?.name ?? entry.fromName, labels: entry.value.labels };
}

function branchVisible(ui: LabelInterface, node: TagNode, state: VisibilityState): boolean {
  return ui.root === null || pathTo(ui.root, node.path).every((step) => isVisible(step, state));
}

/** The state conditions look at. An answer of a control that is hidden itself does not count, and so on down the chain. */
export function visibilityState(ui: LabelInterface, store: RegionStore, selected: RegionEntry | null): VisibilityState {
  const chosen = new Map<string, ChoicesValue["chosen"]>();
  for (const entry of store.entries()) {
    if (entry.value.kind === "choices")
      chosen.set(entry.fromName, [...(chosen.get(entry.fromName) ?? []), ...entry.value.chosen]);
  }
  const state = { selected: selectedOf(ui, selected), chosen };
  for (let changed = true; changed; ) {
    changed = false;
    for (const name of [...chosen.keys()]) {
      const control = ui.controls.get(name);
      if (control === undefined || branchVisible(ui, control.node, state)) continue;
      chosen.delete(name);
      changed = true;
    }
  }
  return state;
}

/** Whether a tag and everything around it shows. */
export function shows(ui: LabelInterface, node: TagNode, state: VisibilityState): boolean {
  return branchVisible(ui, node, state);
}

/** Whether a question is asked about this region: `whenLabelValue` narrows it to regions with such a label. */
export function asksAbout(question: QuestionModel, region: RegionEntry): boolean {
  const labels = listAttr(question.node, "whenLabelValue");
  const control = attr(question.node, "whenTagName");
  if (control !== undefined && labels.length > 0 && control !== region.fromName) return false;
  return labels.length === 0 || labels.some((label) => region.value.labels.includes(label));
}

/** Answers to leave out of the result: those to questions not asked, by choices or by the region's label. */
export function omitsAnswer(ui: LabelInterface, store: RegionStore): (entry: Entry) => boolean {
  const state = visibilityState(ui, store, null);
  const regions = new Map([...store.entries()].filter(isRegion).map((entry) => [entry.id, entry]));
  return (entry) => {
    const control = isAnswerValue(entry.value) ? ui.controls.get(entry.fromName) : undefined;
    if (!isQuestion(control)) return false;
    const region = regions.get(entry.id);
    if (control.perRegion && region !== undefined && !asksAbout(control, region)) return true;
    const path = ui.root === null ? [] : pathTo(ui.root, control.node.path);
    return path.some((step) => dependsOnChoices(step) && !isVisible(step, state));
  };
}

/** A question that must be answered before the work can be submitted. */
export interface OpenQuestion {
  readonly control: string;
  readonly region: string | null;
  readonly message: string | null;
}

function answered(
  store: RegionStore,
  control: string,
  regionId: string | null,
  regionIds: ReadonlySet<string>,
): boolean {
  for (const entry of store.entries()) {
    if (!isAnswerValue(entry.value) || entry.fromName !== control) continue;
    if (regionId === null ? !regionIds.has(entry.id) : entry.id === regionId) return true;
  }
  return false;
}

/** The first required question without an answer, in the order of the config; hidden ones are not asked. */
export function firstOpen(ui: LabelInterface, store: RegionStore): OpenQuestion | null {
  const regions = [...store.entries()].filter(isRegion);
  const ids = new Set(regions.map((region) => region.id));
  for (const control of ui.controls.values()) {
    if (!isQuestion(control) || !control.required) continue;
    const open = { control: control.name, message: control.requiredMessage };
    if (!control.perRegion) {
      const visible = shows(ui, control.node, visibilityState(ui, store, null));
      if (visible && !answered(store, control.name, null, ids)) return { ...open, region: null };
      continue;
    }
    const missing = regions.find(
      (region) => asksAbout(control, region) && !answered(store, control.name, region.id, ids),
    );
    if (missing !== undefined) return { ...open, region: missing.key };
  }
  return null;
}
