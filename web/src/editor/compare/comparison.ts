/** Two annotations of a task compared: what differs, what is the same, and how far they agree. */

import { type AnswerValue, type Entry, isAnswerValue, isRegion, type RegionEntry } from "../core/entries";
import { isQuestion, type LabelInterface, type QuestionModel } from "../tags/interface";
import { choicesLikeness, numberLikeness, sameLabels, textLikeness } from "./likeness";
import { type Pair, scoredPairs, shownPairs } from "./pairs";

export type DifferenceKind = "label" | "start" | "end" | "place" | "onlyA" | "onlyB" | "answer";

export interface Difference {
  /** From 1, as it stands beside what differs. */
  readonly number: number;
  readonly kind: DifferenceKind;
  /** The regions in question; null for the one that is missing, both null for a question about the whole task. */
  readonly a: RegionEntry | null;
  readonly b: RegionEntry | null;
  /** What was asked, where answers differ. */
  readonly question: QuestionModel | null;
  readonly answers: readonly [a: string, b: string];
}

export interface Comparison {
  readonly differences: readonly Difference[];
  readonly same: number;
  /** 0 to 1, the mean over the controls that either used; null where nothing can be compared. */
  readonly agreement: number | null;
  /** The key of each region's counterpart in the other annotation. */
  readonly counterparts: { readonly a: ReadonlyMap<string, string>; readonly b: ReadonlyMap<string, string> };
  /** Items of kinds that cannot be compared. */
  readonly passedOver: number;
}

/** What outlines and sections must share to count as the same: no two hands draw alike. */
const SAME_OUTLINE = 0.9;

type Found = Omit<Difference, "number">;

const NO_ANSWERS = { question: null, answers: ["", ""] } as const;

export function compare(ui: LabelInterface, one: readonly Entry[], other: readonly Entry[]): Comparison {
  const [regionsA, regionsB] = [one.filter(isRegion), other.filter(isRegion)];
  const pairs = shownPairs(regionsA, regionsB);
  const found: Found[] = [];
  let same = 0;
  const judge = (difference: Found | null): void => {
    if (difference === null) same += 1;
    else found.push(difference);
  };
  const [saidByOne, saidByOther] = [answersIn(one), answersIn(other)];
  const questions = [...ui.controls.values()].filter(isQuestion);
  for (const question of questions) {
    if (!question.perRegion) judgeAnswers(question, [saidByOne(question, null), saidByOther(question, null)], judge);
  }
  const places: Found[] = [];
  for (const pair of pairs) {
    const kind = pairKind(pair);
    if (kind === null) same += 1;
    else places.push({ kind, a: pair.a, b: pair.b, ...NO_ANSWERS });
    for (const question of questions) {
      if (!question.perRegion) continue;
      const answers = [saidByOne(question, pair.a), saidByOther(question, pair.b)] as const;
      judgeAnswers(question, answers, (difference) => {
        if (difference !== null) places.push({ ...difference, a: pair.a, b: pair.b });
      });
    }
  }
  const paired = new Set(pairs.flatMap(({ a, b }) => [a, b]));
  for (const a of regionsA) if (!paired.has(a)) places.push({ kind: "onlyA", a, b: null, ...NO_ANSWERS });
  for (const b of regionsB) if (!paired.has(b)) places.push({ kind: "onlyB", a: null, b, ...NO_ANSWERS });
  const differences = [...found, ...places.sort(byPlace)].map((difference, index) => ({
    ...difference,
    number: index + 1,
  }));
  const passedOver = [...one, ...other].filter(({ value }) => value.kind === "opaque").length;
  const counterparts = {
    a: new Map(pairs.map(({ a, b }) => [a.key, b.key])),
    b: new Map(pairs.map(({ a, b }) => [b.key, a.key])),
  };
  return { differences, same, agreement: agreementOf(one, other), counterparts, passedOver };
}

function judgeAnswers(
  question: QuestionModel,
  [a, b]: readonly [AnswerValue | null, AnswerValue | null],
  judge: (difference: Found | null) => void,
): void {
  if (a === null && b === null) return;
  const answers = [a === null ? "" : answerText(a), b === null ? "" : answerText(b)] as const;
  judge(answers[0] === answers[1] ? null : { kind: "answer", a: null, b: null, question, answers });
}

function pairKind({ a, b, likeness }: Pair): DifferenceKind | null {
  if (!sameLabels(a, b)) return "label";
  if (a.value.kind === "span" && b.value.kind === "span") {
    if (likeness === 1) return null;
    if (a.value.start === b.value.start) return "end";
    return a.value.end === b.value.end ? "start" : "place";
  }
  return likeness >= SAME_OUTLINE ? null : "place";
}

/** Where a region is read or heard: further down or later comes later. */
function order({ value }: RegionEntry): readonly [number, number] {
  switch (value.kind) {
    case "box":
      return [value.y, value.x];
    case "polygon":
      return [Math.min(...value.points.map(([, y]) => y)), Math.min(...value.points.map(([x]) => x))];
    default:
      return [value.start, value.end];
  }
}

function byPlace(one: Found, other: Found): number {
  const [first, second] = [one.a ?? one.b, other.a ?? other.b];
  if (first === null || second === null) return 0;
  const [a, b] = [order(first), order(second)];
  return a[0] - b[0] || a[1] - b[1];
}

/** Tells what was answered, about a region or (with null) about the task. */
export type Answers = (question: QuestionModel, region: RegionEntry | null) => AnswerValue | null;

export function answersIn(entries: readonly Entry[]): Answers {
  const regions = new Set(entries.filter(isRegion).map(({ id }) => id));
  const found = new Map<string, Map<string | null, AnswerValue>>();
  for (const { fromName, id, value } of entries) {
    if (!isAnswerValue(value)) continue;
    const about = regions.has(id) ? id : null;
    const known = found.get(fromName) ?? new Map<string | null, AnswerValue>();
    found.set(fromName, known);
    if (!known.has(about)) known.set(about, value);
  }
  return (question, region) => found.get(question.name)?.get(region?.id ?? null) ?? null;
}

/** An answer in words; choices in alphabetical order, since the order of choosing says nothing. */
export function answerText(value: AnswerValue): string {
  switch (value.kind) {
    case "choices":
      return value.chosen
        .map((path) => path.join(" / "))
        .sort()
        .join(", ");
    case "texts":
      return value.texts.join("\n");
    case "amount":
      return value.amount === null ? "" : String(value.amount);
  }
}

/** What an annotation says at one control. */
interface Said {
  readonly regions: RegionEntry[];
  readonly choices: Set<string>;
  readonly texts: string[];
  amount: number | null;
  chooses: boolean;
}

function saidBy(entries: readonly Entry[]): ReadonlyMap<string, Said> {
  const controls = new Map<string, Said>();
  for (const entry of entries) {
    const { value, fromName } = entry;
    if (!isRegion(entry) && !isAnswerValue(value)) continue;
    const said = controls.get(fromName) ?? { regions: [], choices: new Set(), texts: [], amount: null, chooses: false };
    controls.set(fromName, said);
    if (isRegion(entry)) said.regions.push(entry);
    else if (value.kind === "choices") {
      said.chooses = true;
      for (const path of value.chosen) said.choices.add(path.join("/"));
    } else if (value.kind === "texts") said.texts.push(...value.texts);
    else if (value.kind === "amount") said.amount = value.amount;
  }
  return controls;
}

function scoreOf(one: Said | undefined, other: Said | undefined): number {
  if (one === undefined || other === undefined) return 0;
  const regions = one.regions.length + other.regions.length;
  if (regions > 0) {
    const shared = scoredPairs(one.regions, other.regions).reduce((sum, { likeness }) => sum + likeness, 0);
    return (2 * shared) / regions;
  }
  if (one.chooses || other.chooses) return choicesLikeness(one.choices, other.choices);
  if (one.amount !== null || other.amount !== null) {
    return one.amount === null || other.amount === null ? 0 : numberLikeness(one.amount, other.amount);
  }
  return textLikeness(one.texts.join(" "), other.texts.join(" "));
}

/** As the server counts it: every control that either used counts the same. */
function agreementOf(one: readonly Entry[], other: readonly Entry[]): number | null {
  const [a, b] = [saidBy(one), saidBy(other)];
  const controls = new Set([...a.keys(), ...b.keys()]);
  if (controls.size === 0) return null;
  const sum = [...controls].reduce((total, control) => total + scoreOf(a.get(control), b.get(control)), 0);
  return sum / controls.size;
}
