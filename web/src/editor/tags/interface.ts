/** A config and a task become a labeling interface: objects, controls, their links, their keys. */

import type { Codec } from "../core/codec";
import type { JsonObject } from "../core/json";
import { attr, type Diagnostic, listAttr, readTagTree, type TagNode, walk } from "../core/tag-tree";
import { type AudioModel, createAudio } from "./Audio/model";
import { type ChoicesModel, choicesCodec, createChoices } from "./Choices/model";
import { createImage, type ImageModel } from "./Image/model";
import { intervalCodec, labellingCodec, spanCodec } from "./Labels/codec";
import { createLabels, firstTarget, type LabelsModel, Palette } from "./labels";
import { outlineOf } from "./shape-look";
import { createShape, type ShapeModel, shapeCodec } from "./shapes";
import { createText, type TextModel, withContent } from "./Text/model";
import { createTextArea, type TextAreaModel, textsCodec } from "./TextArea/model";

/** A tag that is known but cannot be shown yet. */
export interface OtherModel {
  readonly kind: "other";
  readonly tag: string;
  readonly name: string;
  readonly toNames: readonly string[];
  readonly node: TagNode;
}

export type ObjectModel = TextModel | ImageModel | AudioModel | OtherModel;
export type QuestionModel = ChoicesModel | TextAreaModel;
export type ControlModel = LabelsModel | ShapeModel | QuestionModel | OtherModel;

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

  /** Shapes without labels of their own take those of `<Labels>` on the same picture. */
  pairShapes(): void {
    const labels = [...this.controls.values()].filter(
      (control) => control.kind === "labels" && control.outline === null,
    );
    for (const [name, control] of this.controls) {
      if (control.kind !== "shape") continue;
      const labelledBy = labels.find((candidate) => firstTarget(candidate) === firstTarget(control))?.name ?? null;
      this.controls.set(name, { ...control, labelledBy });
    }
  }

  report(node: TagNode, message: string): void {
    this.diagnostics.push({ severity: "error", message, at: node.at });
  }

  #object(node: TagNode): ObjectModel {
    if (node.tag === "Text") return createText(node, this.#data);
    if (node.tag === "Image") return createImage(node, this.#data);
    if (node.tag === "Audio" || node.tag === "AudioPlus") return createAudio(node, this.#data);
    return otherModel(node);
  }

  #control(node: TagNode): ControlModel {
    const outline = outlineOf(node.tag);
    if (node.tag === "Labels" || (outline !== null && node.tag.endsWith("Labels")))
      return createLabels(node, this.#data, this.#palette);
    if (outline !== null) return createShape(node, outline);
    if (node.tag === "Choices") return createChoices(node, this.#data);
    if (node.tag === "TextArea") return createTextArea(node, this.#data);
    return otherModel(node);
  }
}

function otherModel(node: TagNode): OtherModel {
  return { kind: "other", tag: node.tag, name: attr(node, "name") ?? "", toNames: listAttr(node, "toName"), node };
}

type Models<T> = ReadonlyMap<string, T>;

function labelsCodec(
  control: LabelsModel,
  object: ObjectModel | undefined,
  controls: Models<ControlModel>,
): Codec | null {
  if (object?.kind === "image" && control.outline !== null)
    return shapeCodec(control.outline, control.tag.toLowerCase(), null);
  if (control.outline !== null) return null;
  if (object?.kind === "text") return spanCodec(object);
  if (object?.kind === "audio") return intervalCodec;
  const names = [...controls.values()].flatMap((other) => (other.kind === "shape" ? [other.labelledBy] : []));
  return object?.kind === "image" && names.includes(control.name) ? labellingCodec : null;
}

function codecFor(control: ControlModel, objects: Models<ObjectModel>, controls: Models<ControlModel>): Codec | null {
  const object = objects.get(firstTarget(control));
  switch (control.kind) {
    case "choices":
      return choicesCodec(control);
    case "textarea":
      return textsCodec;
    case "labels":
      return labelsCodec(control, object, controls);
    case "shape":
      return object?.kind === "image" ? shapeCodec(control.outline, null, control.labelledBy) : null;
    default:
      return null;
  }
}

function codecsOf(controls: Models<ControlModel>, objects: Models<ObjectModel>): ReadonlyMap<string, Codec> {
  const codecs = new Map<string, Codec>();
  for (const [name, control] of controls) {
    const codec = codecFor(control, objects, controls);
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
  builder.pairShapes();
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

/** Controls that ask something, about the whole object or about a region. */
export function isQuestion(control: ControlModel | undefined): control is QuestionModel {
  return control?.kind === "choices" || control?.kind === "textarea";
}
