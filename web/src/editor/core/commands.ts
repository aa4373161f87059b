/** Commands: each looks at the store and says which changes make it so. Nothing here applies them. */

import {
  type AnswerValue,
  type Change,
  type Entry,
  isAnswerValue,
  isRegion,
  type RegionEntry,
  type RegionValue,
} from "./entries";
import type { JsonObject } from "./json";
import type { RegionStore } from "./store";

export interface NewRegion {
  readonly id: string;
  readonly fromName: string;
  readonly toName: string;
  readonly type: string;
  readonly value: RegionValue;
  readonly extras?: JsonObject;
}

/** Puts a region at the end. */
export function addRegion(store: RegionStore, region: NewRegion): readonly Change[] {
  const entry: Entry = { ...blank(region.id, region.id), ...region, extras: region.extras ?? {} };
  return [{ key: entry.key, at: store.keys.length, before: null, after: entry }];
}

/** Replaces what a region covers or how it is labelled. A locked region stays as it is. */
export function setRegion(entry: RegionEntry, value: RegionValue): readonly Change[] {
  return entry.locked ? [] : [replace(entry, { ...entry, value })];
}

/** Gives a region other labels; none is allowed where the control allows it. */
export function relabel(entry: RegionEntry, labels: readonly string[]): readonly Change[] {
  return setRegion(entry, { ...entry.value, labels });
}

/** A locked region is carried on the wire as `readonly`. */
export function setLocked(entry: RegionEntry, locked: boolean): readonly Change[] {
  return entry.locked === locked ? [] : [replace(entry, { ...entry, locked })];
}

/** Takes regions out, with their answers and relations; their children move up. Locked regions stay. */
export function removeRegions(store: RegionStore, keys: Iterable<string>): readonly Change[] {
  const parents = new Map<string, string | null>();
  for (const key of keys) {
    const entry = store.get(key);
    if (isRegion(entry) && !entry.locked) parents.set(entry.id, entry.parentId);
  }
  if (parents.size === 0) return [];
  const changes: Change[] = [];
  let removed = 0;
  for (const [index, key] of store.keys.entries()) {
    const entry = store.get(key);
    if (entry === undefined) continue;
    if (belongsTo(entry, parents)) changes.push({ key, at: index - removed++, before: entry, after: null });
    else if (entry.parentId !== null && parents.has(entry.parentId)) {
      changes.push(replace(entry, { ...entry, parentId: nextParent(entry.parentId, parents) }));
    }
  }
  return changes;
}

function belongsTo(entry: Entry, removed: ReadonlyMap<string, string | null>): boolean {
  if (entry.value.kind === "relation") return removed.has(entry.value.from) || removed.has(entry.value.to);
  return entry.id !== "" && removed.has(entry.id);
}

function nextParent(id: string, removed: ReadonlyMap<string, string | null>): string | null {
  let parent: string | null = id;
  // A file may name parents in a circle; more steps than regions means just that.
  for (let step = 0; parent !== null && removed.has(parent); step++) {
    if (step > removed.size) return null;
    parent = removed.get(parent) ?? null;
  }
  return parent;
}

export interface Question {
  readonly fromName: string;
  readonly toName: string;
  readonly type: string;
  /** The region asked about, or null for the whole object. */
  readonly region: RegionEntry | null;
}

/** The stored answer to a question. */
export function findAnswer(store: RegionStore, question: Question, regionIds: ReadonlySet<string>): Entry | undefined {
  for (const entry of store.entries()) {
    if (!isAnswerValue(entry.value) || entry.fromName !== question.fromName) continue;
    if (question.region === null ? !regionIds.has(entry.id) : entry.id === question.region.id) return entry;
  }
  return undefined;
}

export function regionIds(store: RegionStore): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const entry of store.entries()) if (isRegion(entry)) ids.add(entry.id);
  return ids;
}

function isEmpty(value: AnswerValue): boolean {
  return value.kind === "choices" ? value.chosen.length === 0 : value.texts.length === 0;
}

/** Answers a question; an empty answer takes the present one away. `newId` names the answer when it is a new one. */
export function setAnswer(
  store: RegionStore,
  question: Question,
  value: AnswerValue,
  newId: string,
): readonly Change[] {
  const old = findAnswer(store, question, regionIds(store));
  if (old !== undefined) {
    if (isEmpty(value)) return [{ key: old.key, at: store.keys.indexOf(old.key), before: old, after: null }];
    return [replace(old, { ...old, value })];
  }
  if (isEmpty(value)) return [];
  const id = question.region?.id ?? newId;
  const { fromName, toName, type } = question;
  const key = question.region === null ? id : freeKey(store, `${id}/${fromName}`);
  const entry: Entry = { ...blank(key, id), fromName, toName, type, value };
  return [{ key, at: store.keys.length, before: null, after: entry }];
}

function freeKey(store: RegionStore, wanted: string): string {
  let key = wanted;
  for (let n = 2; store.get(key) !== undefined; n++) key = `${wanted}/${n}`;
  return key;
}

function blank(key: string, id: string): Entry {
  return {
    key,
    id,
    fromName: "",
    toName: "",
    type: "",
    value: { kind: "opaque" },
    origin: "manual",
    score: null,
    locked: false,
    parentId: null,
    extras: {},
    source: null,
    edited: true,
  };
}

/** A prediction that a person changed says so. */
function replace(before: Entry, after: Entry): Change {
  const origin = before.origin === "prediction" ? "prediction-changed" : before.origin;
  return { key: before.key, at: 0, before, after: { ...after, origin, edited: true } };
}
