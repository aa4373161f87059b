/** Regions as the config describes them: their labels, colours and names, and which controls make them. */

import { type Entry, isRegion, type RegionEntry } from "../core/entries";
import type { OutlineKind } from "../media/image/outline";
import type { ShapeLook } from "../media/image/shape-index";
import type { LabelInterface } from "./interface";
import { firstTarget, type LabelItem, type LabelsModel } from "./labels";
import type { ShapeModel } from "./shapes";

const UNKNOWN_COLOUR = "var(--muted)";
const NAMES = { span: "Text", box: "Box", polygon: "Polygon", interval: "Section" } as const;

/** True when the config can make regions here. */
export function hasRegionControls(ui: LabelInterface): boolean {
  return [...ui.controls.values()].some(
    (control) => (control.kind === "labels" || control.kind === "shape") && ui.codecs.has(control.name),
  );
}

/** The control whose labels the regions of a control carry: itself, or the one beside it. */
export function labelControlOf(ui: LabelInterface, name: string): LabelsModel | null {
  const control = ui.controls.get(name);
  if (control?.kind === "labels") return control;
  return control?.kind === "shape" && control.labelledBy !== null ? labelControlOf(ui, control.labelledBy) : null;
}

/** The labels of a region as the config describes them; one the config no longer has stays visible by name. */
export function labelsOf(ui: LabelInterface, entry: RegionEntry): readonly Pick<LabelItem, "id" | "name" | "colour">[] {
  const known = labelControlOf(ui, entry.fromName)?.labels ?? [];
  return entry.value.labels.map(
    (id) => known.find((label) => label.id === id) ?? { id, name: id, colour: UNKNOWN_COLOUR },
  );
}

export function colourOf(ui: LabelInterface, entry: RegionEntry): string {
  const control = ui.controls.get(entry.fromName);
  return labelsOf(ui, entry)[0]?.colour ?? (control?.kind === "shape" ? control.colour : UNKNOWN_COLOUR);
}

/** How a region is called: its labels, or its kind when it has none. */
export function nameOf(ui: LabelInterface, entry: RegionEntry): string {
  const names = labelsOf(ui, entry).map((label) => label.name);
  return names.length > 0 ? names.join(", ") : NAMES[entry.value.kind];
}

/** The label controls that can make regions on an object. */
export function labelControlsFor(ui: LabelInterface, object: string): readonly LabelsModel[] {
  return [...ui.controls.values()]
    .filter((control) => control.kind === "labels")
    .filter((control) => control.toNames.includes(object) && ui.codecs.has(control.name));
}

/** A way to draw on a picture: the control results are written under, and the one whose labels they carry. */
export interface ShapeMaker {
  readonly control: LabelsModel | ShapeModel;
  readonly labels: LabelsModel | null;
  readonly outline: OutlineKind;
  readonly look: ShapeLook;
  readonly canRotate: boolean;
}

export function shapeMakerOf(ui: LabelInterface, name: string): ShapeMaker | null {
  const control = ui.controls.get(name);
  if (control === undefined || !ui.codecs.has(name)) return null;
  if ((control.kind !== "labels" && control.kind !== "shape") || control.outline === null) return null;
  const { outline, look, canRotate } = control;
  return { control, labels: labelControlOf(ui, name), outline, look, canRotate };
}

/** Everything that draws on a picture, in the order of the config. */
export function shapeMakersFor(ui: LabelInterface, object: string): readonly ShapeMaker[] {
  return [...ui.controls.keys()].flatMap((name) => {
    const maker = shapeMakerOf(ui, name);
    return maker !== null && firstTarget(maker.control) === object ? [maker] : [];
  });
}

/** The kinds of shapes that can be drawn anywhere in a config. */
export function outlineKinds(ui: LabelInterface): ReadonlySet<OutlineKind> {
  return new Set([...ui.controls.keys()].flatMap((name) => shapeMakerOf(ui, name)?.outline ?? []));
}

/** How often each label is used, by control and label. */
export function countLabels(ui: LabelInterface, entries: Iterable<Entry>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    if (!isRegion(entry)) continue;
    const control = labelControlOf(ui, entry.fromName)?.name ?? entry.fromName;
    for (const label of entry.value.labels) {
      const key = `${control}/${label}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}
