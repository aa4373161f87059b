/** What a person can do with the open work: the same commands for keys, buttons, pointer and screen reader. */

import {
  addRegion,
  findAnswer,
  type Question,
  regionIds,
  relabel,
  removeRegions,
  setAnswer,
  setLocked,
} from "../core/commands";
import { type AnswerValue, type Entry, isRegion, type RegionEntry, type RegionValue } from "../core/entries";
import { newId } from "../core/ids";
import type { JsonObject } from "../core/json";
import { Observable } from "../core/observable";
import type { AnnotationSession } from "../core/session";
import type { AmountModel } from "../tags/amounts";
import { type ChoicesModel, toggle } from "../tags/Choices/model";
import type { LabelInterface, QuestionModel } from "../tags/interface";
import { firstTarget, type LabelItem, type LabelsModel } from "../tags/labels";
import { countLabels, labelControlOf, nameOf } from "../tags/regions";
import type { ShapeModel } from "../tags/shapes";
import type { TextAreaModel } from "../tags/TextArea/model";
import { stepName } from "./step-names";

export interface ActiveLabel {
  readonly control: LabelsModel;
  readonly labels: readonly string[];
}

/** What a medium on the page offers to the commands. */
export interface Medium {
  /** Makes a region of what is selected in the medium; false when nothing is. */
  labelSelection(control: LabelsModel, labels: readonly string[]): boolean;
  /** Brings a region into view: only if it is not seen now, or in any case into the middle. */
  reveal(key: string, how: Reveal): void;
  /** Plays a region, where the medium is one that plays. */
  play?(key: string): void;
}

export type Reveal = "seen" | "centred";

export interface NewShape {
  /** The control the result is written under. */
  readonly control: LabelsModel | ShapeModel;
  readonly labels: readonly string[];
  readonly value: RegionValue;
  readonly extras?: JsonObject;
}

export type Say = (
  key: "added" | "removed" | "relabelled" | "limit" | "locked" | "undone" | "redone",
  name: string,
) => void;

export class Editor {
  readonly ui: LabelInterface;
  readonly session: AnnotationSession;
  readonly active = new Observable<ActiveLabel | null>(null);
  readonly #media = new Map<string, Medium>();
  readonly #say: Say;
  readonly #allSuggested: boolean;
  readonly #noted: ReadonlyMap<string, number> | undefined;
  readonly #mayEdit: () => boolean;
  readonly #settling = new Set<() => void>();
  #numbers: { readonly of: readonly string[]; readonly byKey: ReadonlyMap<string, number> } | null = null;

  constructor(options: {
    readonly ui: LabelInterface;
    readonly session: AnnotationSession;
    readonly mayEdit: () => boolean;
    readonly say: Say;
    /** The open work is a prediction as a whole. */
    readonly allSuggested: boolean;
    /** Numbers that regions carry beside their names, by key. */
    readonly numbers?: ReadonlyMap<string, number> | undefined;
  }) {
    this.ui = options.ui;
    this.session = options.session;
    this.#mayEdit = options.mayEdit;
    this.#say = options.say;
    this.#allSuggested = options.allSuggested;
    this.#noted = options.numbers;
    this.#activateDefault();
  }

  get mayEdit(): boolean {
    return this.#mayEdit();
  }

  /** Ties a medium to its object while it is on the page. */
  attach(object: string, medium: Medium): () => void {
    this.#media.set(object, medium);
    return () => {
      if (this.#media.get(object) === medium) this.#media.delete(object);
    };
  }

  region(key: string | null): RegionEntry | null {
    const entry = key === null ? undefined : this.session.store.get(key);
    return isRegion(entry) ? entry : null;
  }

  selectedRegions(): readonly RegionEntry[] {
    return [...this.session.selection.keys].flatMap((key) => this.region(key) ?? []);
  }

  /** Whether a region comes from a model and nobody touched it yet. */
  isSuggested(region: RegionEntry): boolean {
    return this.#allSuggested || region.origin === "prediction";
  }

  /** The name a region shows where it lies, with the number it was given, if it was. */
  shownName(region: RegionEntry): string {
    const name = nameOf(this.ui, region);
    const number = this.#noted?.get(region.key);
    return number === undefined ? name : `${name} ${number}`;
  }

  /** Whether a region was given a number. */
  isNoted(key: string): boolean {
    return this.#noted?.has(key) === true;
  }

  /** A region's number, from 1, as the list and the screen reader say it. */
  numberOf(key: string): number {
    const keys = this.session.store.keys;
    if (this.#numbers?.of !== keys) {
      const regions = keys.filter((candidate) => isRegion(this.session.store.get(candidate)));
      this.#numbers = { of: keys, byKey: new Map(regions.map((candidate, index) => [candidate, index + 1])) };
    }
    return this.#numbers.byKey.get(key) ?? 0;
  }

  /** A label was chosen: it labels what is selected, in the medium or in the list, and otherwise becomes the active one. */
  pressLabel(control: LabelsModel, label: LabelItem): void {
    if (!this.mayEdit) return;
    const medium = this.#media.get(firstTarget(control));
    if (!this.#isFull(control, label) && medium?.labelSelection(control, [label.id]) === true) return;
    const regions = this.selectedRegions().filter(
      (region) => labelControlOf(this.ui, region.fromName)?.name === control.name,
    );
    if (regions.length > 0) this.#relabel(regions, control, label);
    else this.#activate(control, label);
  }

  /** Adds a region; refused when a label has reached its limit. */
  addShape({ control, labels, value, extras = {} }: NewShape, { select = false } = {}): RegionEntry | null {
    const labelled = labelControlOf(this.ui, control.name);
    const full = labelled?.labels.find((label) => labels.includes(label.id) && this.#isFull(labelled, label));
    const codec = this.ui.codecs.get(control.name);
    if (!this.mayEdit || full !== undefined || codec === undefined) {
      if (full !== undefined) this.#say("limit", full.name);
      return null;
    }
    const { store, history, selection } = this.session;
    const id = newId();
    const region = { id, fromName: control.name, toName: firstTarget(control), type: codec.type, value, extras };
    history.run("Add region", addRegion(store, region));
    if (select) selection.select(id);
    else selection.clear();
    const added = this.region(id);
    if (added !== null) this.#say("added", nameOf(this.ui, added));
    return added;
  }

  /** What is answered to a question, about the whole object or about a region. */
  answer(control: QuestionModel, region: RegionEntry | null): Entry | undefined {
    const { store } = this.session;
    return findAnswer(store, this.#question(control, region), regionIds(store));
  }

  /** Answers a question by a click or a key. */
  choose(control: ChoicesModel, path: readonly string[], region: RegionEntry | null): void {
    const answer = this.answer(control, region);
    const chosen = answer?.value.kind === "choices" ? answer.value.chosen : [];
    this.#setAnswer(control, region, { kind: "choices", chosen: toggle(control, chosen, path) });
  }

  /** Answers a question in writing; what is typed without a pause is one step to undo. */
  write(control: TextAreaModel, texts: readonly string[], region: RegionEntry | null): void {
    this.#setAnswer(control, region, { kind: "texts", texts }, `write ${control.name} ${region?.key ?? ""}`);
  }

  /** Answers a question by a number; null takes the answer away. */
  setAmount(control: AmountModel, amount: number | null, region: RegionEntry | null): void {
    this.#setAnswer(control, region, { kind: "amount", amount }, `amount ${control.name} ${region?.key ?? ""}`);
  }

  /** Has something done before the work is handed over, such as adding what stands in a field. */
  beforeLeaving(settle: () => void): () => void {
    this.#settling.add(settle);
    return () => this.#settling.delete(settle);
  }

  settle(): void {
    for (const settle of [...this.#settling]) settle();
  }

  #question(control: QuestionModel, region: RegionEntry | null): Question {
    const type = this.ui.codecs.get(control.name)?.type ?? "";
    return { fromName: control.name, toName: region?.toName ?? firstTarget(control), type, region };
  }

  #setAnswer(control: QuestionModel, region: RegionEntry | null, value: AnswerValue, mergeKey?: string): void {
    const isGone = region !== null && this.region(region.key) === null;
    if (!this.mayEdit || isGone || this.answer(control, region)?.locked === true) return;
    const { store, history } = this.session;
    const changes = setAnswer(store, this.#question(control, region), value, newId());
    history.run("Answer", changes, mergeKey === undefined ? {} : { mergeKey });
  }

  removeSelected(): boolean {
    return this.remove(this.session.selection.keys);
  }

  removeAll(): void {
    this.remove(this.session.store.keys);
  }

  remove(keys: Iterable<string>): boolean {
    if (!this.mayEdit) return false;
    const { store, history } = this.session;
    const changes = removeRegions(store, keys);
    const removed = changes.filter(
      (change) => change.after === null && change.before !== null && isRegion(change.before),
    ).length;
    if (removed === 0) {
      if (this.session.selection.keys.size > 0) this.#say("locked", "");
      return false;
    }
    history.run("Delete regions", changes);
    this.#say("removed", String(removed));
    return true;
  }

  lock(keys: Iterable<string>, locked: boolean): void {
    if (!this.mayEdit) return;
    const changes = [...keys].flatMap((key) => {
      const region = this.region(key);
      return region === null ? [] : setLocked(region, locked);
    });
    this.session.history.run(locked ? "Lock" : "Unlock", changes);
  }

  toggleLockSelected(): void {
    const regions = this.selectedRegions();
    this.lock(
      regions.map((region) => region.key),
      regions.some((region) => !region.locked),
    );
  }

  toggleHideSelected(): void {
    const { hidden, selection } = this.session;
    for (const key of selection.keys) hidden.toggle(key);
  }

  /** Selects the next region in the order of the list, round and round. */
  cycle(step: 1 | -1): void {
    const { store, selection } = this.session;
    const keys = store.keys.filter((key) => isRegion(store.get(key)));
    if (keys.length === 0) return;
    const at = selection.only === null ? (step === 1 ? -1 : 0) : keys.indexOf(selection.only);
    const key = keys[(at + step + keys.length) % keys.length];
    if (key === undefined) return;
    selection.select(key);
    this.reveal(key);
  }

  /** Brings a region into view, unless it is there already. */
  reveal(key: string): void {
    this.#reveal(key, "seen");
  }

  /** Goes to a region, as near as it has to be to be seen well. */
  locate(key: string): void {
    this.#reveal(key, "centred");
  }

  /** Plays a region from its beginning to its end. */
  play(key: string): void {
    const region = this.region(key);
    if (region !== null) this.#media.get(region.toName)?.play?.(key);
  }

  #reveal(key: string, how: Reveal): void {
    const region = this.region(key);
    if (region !== null) this.#media.get(region.toName)?.reveal(key, how);
  }

  /** Unselects regions; with none selected it lays the active label down. False when there was neither. */
  unselect(): boolean {
    const { selection } = this.session;
    if (selection.keys.size > 0) selection.clear();
    else if (this.active.value !== null) this.active.set(null);
    else return false;
    return true;
  }

  undo(): void {
    const group = this.mayEdit ? this.session.history.undo() : null;
    if (group !== null) this.#say("undone", stepName(group.label));
  }

  redo(): void {
    const group = this.mayEdit ? this.session.history.redo() : null;
    if (group !== null) this.#say("redone", stepName(group.label));
  }

  /** The active labels for an object, if its control can make regions there. */
  activeFor(object: string): ActiveLabel | null {
    const active = this.active.value;
    return active?.control.toNames.includes(object) === true ? active : null;
  }

  #activate(control: LabelsModel, label: LabelItem): void {
    const active = this.active.value?.control === control ? this.active.value.labels : [];
    const on = active.includes(label.id);
    const labels = control.multiple
      ? on
        ? active.filter((id) => id !== label.id)
        : [...active, label.id]
      : on
        ? []
        : [label.id];
    this.active.set(labels.length === 0 ? null : { control, labels });
  }

  #activateDefault(): void {
    for (const control of this.ui.controls.values()) {
      if (control.kind !== "labels") continue;
      const labels = control.labels.filter((label) => label.startsActive).map((label) => label.id);
      if (labels.length > 0) this.active.set({ control, labels: control.multiple ? labels : labels.slice(0, 1) });
    }
  }

  #relabel(regions: readonly RegionEntry[], control: LabelsModel, label: LabelItem): void {
    const changes = regions.flatMap((region) => {
      const has = region.value.labels.includes(label.id);
      const alone = has && region.value.labels.length === 1;
      if (alone && !control.allowsEmpty) return [];
      if (!has && this.#isFull(control, label)) return [];
      if (!control.multiple) return relabel(region, has ? [] : [label.id]);
      return relabel(
        region,
        has ? region.value.labels.filter((id) => id !== label.id) : [...region.value.labels, label.id],
      );
    });
    if (changes.length === 0) return;
    this.session.history.run("Label", changes);
    this.#say("relabelled", label.name);
  }

  #isFull(control: LabelsModel, label: LabelItem): boolean {
    if (label.maxUsages === null) return false;
    const used = countLabels(this.ui, this.session.store.entries()).get(`${control.name}/${label.id}`) ?? 0;
    return used >= label.maxUsages;
  }
}
