/** A config and a task become a labeling interface: objects, controls, their links, their keys. */

import type { Codec } from "../core/codec";
import type { Entry, RegionEntry } from "../core/entries";
import type { JsonObject } from "../core/json";
import { attr, type Diagnostic, listAttr, readTagTree, type TagNode, walk } from "../core/tag-tree";
import { type ChoicesModel, choicesCodec, createChoices } from "./Choices/model";
import { createImage, type ImageModel } from "./Image/model";
import { spanCodec } from "./Labels/codec";
import { createLabels, type LabelItem, type LabelsModel, Palette } from "./labels";
import { boxCodec } from "./RectangleLabels/codec";
import { createText, type TextModel, withContent } from "./Text/model";

/** A tag that is known but cannot be shown yet. */
export interface OtherModel {
  readonly kind: "other";
  readonly tag: string;
  readonly name: string;
  readonly toNames: readonly string[];
  readonly node: TagNode;
}

export type ObjectModel = TextModel | ImageModel | OtherModel;
export type ControlModel = LabelsModel | ChoicesModel | OtherModel;

export interface LabelInterface {
  readonly root: TagNode | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly objects: ReadonlyMap<string, ObjectModel>;
  readonly controls: ReadonlyMap<string, ControlModel>;
  readonly codecs: ReadonlyMap<string, Codec>;
  readonly data: JsonObject;
}

class Builder {
  readonly objects = new Map<string, ObjectModel>();
  readonly controls = new Map<string, ControlModel>();
  readonly diagnostics: Diagnostic[];
  readonly #data: JsonObject;
  readonly #palette = new Palette();

  constructor(data: JsonObject, diagnostics: readonly Diagnostic[]) {
    this.#data = data;
    this.diagnostics = [...diagnostics];
  }

  add(node: TagNode): void {
    const kind = node.spec?.kind;
    if (kind !== "object" && kind !== "control") return;
    const name = attr(node, "name") ?? "";
    if (name === "") this.report(node, `<${node.tag}> needs a name`);
    else if (this.objects.has(name) || this.controls.has(name)) this.report(node, `The name ${name} is given twice`);
    else if (kind === "object") this.objects.set(name, this.#object(node));
    else this.controls.set(name, this.#control(node));
  }

  /** Fills in the only object where `toName` is missing, and reports names that lead nowhere. */
  link(): void {
    const [only, ...others] = this.objects.keys();
    for (const [name, control] of this.controls) {
      if (control.toNames.length === 0 && only !== undefined && others.length === 0) {
        this.controls.set(name, { ...control, toNames: [only] });
      } else if (control.toNames.length === 0) this.report(control.node, `<${control.tag}> needs a toName`);
      for (const target of control.toNames) {
        if (!this.objects.has(target) && !this.controls.has(target))
          this.report(control.node, `toName: nothing is called ${target}`);
      }
    }
  }

  report(node: TagNode, message: string): void {
    this.diagnostics.push({ severity: "error", message, at: node.at });
  }

  #object(node: TagNode): ObjectModel {
    if (node.tag === "Text") return createText(node, this.#data);
    if (node.tag === "Image") return createImage(node, this.#data);
    return otherModel(node);
  }

  #control(node: TagNode): ControlModel {
    if (node.tag === "Labels" || node.tag === "RectangleLabels") return createLabels(node, this.#data, this.#palette);
    if (node.tag === "Choices") return createChoices(node, this.#data);
    return otherModel(node);
  }
}

function otherModel(node: TagNode): OtherModel {
  return { kind: "other", tag: node.tag, name: attr(node, "name") ?? "", toNames: listAttr(node, "toName"), node };
}

function codecFor(control: ControlModel, objects: ReadonlyMap<string, ObjectModel>): Codec | null {
  if (control.kind === "choices") return choicesCodec(control);
  if (control.kind !== "labels") return null;
  const object = objects.get(control.toNames[0] ?? "");
  if (control.tag === "Labels" && object?.kind === "text") return spanCodec(object);
  if (control.tag === "RectangleLabels" && object?.kind === "image") return boxCodec;
  return null;
}

function codecsOf(
  controls: ReadonlyMap<string, ControlModel>,
  objects: ReadonlyMap<string, ObjectModel>,
): ReadonlyMap<string, Codec> {
  const codecs = new Map<string, Codec>();
  for (const [name, control] of controls) {
    const codec = codecFor(control, objects);
    if (codec !== null) codecs.set(name, codec);
  }
  return codecs;
}

/** Builds the interface; problems become diagnostics. Texts behind an address are still empty. */
export function buildInterface(config: string, data: JsonObject): LabelInterface {
  const { root, diagnostics } = readTagTree(config);
  const builder = new Builder(data, diagnostics);
  if (root !== null) for (const node of walk(root)) builder.add(node);
  builder.link();
  const { objects, controls } = builder;
  return { root, diagnostics: builder.diagnostics, objects, controls, codecs: codecsOf(controls, objects), data };
}

/** Loads the texts that stand behind an address; rejects when one cannot be loaded. */
export async function loadTexts(ui: LabelInterface, load: (url: string) => Promise<string>): Promise<LabelInterface> {
  const remote = [...ui.objects.values()]
    .filter((object) => object.kind === "text")
    .filter((text) => text.url !== null);
  if (remote.length === 0) return ui;
  const loaded = await Promise.all(remote.map(async (text) => withContent(text, await load(text.url ?? ""))));
  const objects = new Map(ui.objects);
  for (const text of loaded) objects.set(text.name, text);
  return { ...ui, objects, codecs: codecsOf(ui.controls, objects) };
}

/** True when the config can make regions here. */
export function hasRegionControls(ui: LabelInterface): boolean {
  return [...ui.controls.values()].some((control) => control.kind === "labels" && ui.codecs.has(control.name));
}

const UNKNOWN_COLOUR = "var(--muted)";

/** The labels of a region as the config describes them; one the config no longer has stays visible by name. */
export function labelsOf(ui: LabelInterface, entry: RegionEntry): readonly Pick<LabelItem, "id" | "name" | "colour">[] {
  const control = ui.controls.get(entry.fromName);
  const known = control?.kind === "labels" ? control.labels : [];
  return entry.value.labels.map(
    (id) => known.find((label) => label.id === id) ?? { id, name: id, colour: UNKNOWN_COLOUR },
  );
}

export function colourOf(ui: LabelInterface, entry: RegionEntry): string {
  return labelsOf(ui, entry)[0]?.colour ?? UNKNOWN_COLOUR;
}

/** How a region is called: its labels, or its kind when it has none. */
export function nameOf(ui: LabelInterface, entry: RegionEntry): string {
  const names = labelsOf(ui, entry).map((label) => label.name);
  return names.length > 0 ? names.join(", ") : entry.value.kind === "span" ? "Text" : "Box";
}

/** The label controls that can make regions on an object. */
export function labelControlsFor(ui: LabelInterface, object: string): readonly LabelsModel[] {
  return [...ui.controls.values()]
    .filter((control) => control.kind === "labels")
    .filter((control) => control.toNames.includes(object) && ui.codecs.has(control.name));
}

/** How often each label of a control is used. */
export function countLabels(entries: Iterable<Entry>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    if (entry.value.kind !== "span" && entry.value.kind !== "box") continue;
    for (const label of entry.value.labels) {
      const key = `${entry.fromName}/${label}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}
