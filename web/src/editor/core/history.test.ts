import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addRegion, type NewRegion, relabel, removeRegions, setAnswer, setLocked, setRegion } from "./commands";
import { type Change, isRegion, type RegionEntry } from "./entries";
import { History, type HistoryEvent } from "./history";
import { readEvent, writeEvent } from "./journal";
import { parseJson } from "./json";
import { readResult } from "./serializer";
import { ChangeMismatch, RegionStore } from "./store";

const START = parseJson(`[
  {"id":"r","from_name":"l","to_name":"t","type":"labels","value":{"start":0,"end":4,"labels":["A"]},"origin":"prediction"},
  {"id":"c","from_name":"l","to_name":"t","type":"labels","value":{"start":2,"end":6,"labels":["B"]},"parentID":"r"},
  {"type":"relation","from_id":"r","to_id":"c","direction":"right"},
  {"id":"x","from_name":"gone","to_name":"t","type":"brush","value":{"rle":[1,2]}}
]`);

const codecs = new Map([
  [
    "l",
    {
      type: "labels",
      read: () => ({ kind: "span" as const, start: 0, end: 4, labels: ["A"] }),
      write: () => ({}),
    },
  ],
]);

function freshStore(): RegionStore {
  const store = new RegionStore();
  store.load(readResult(START, codecs));
  return store;
}

function snapshot(store: RegionStore): string {
  return JSON.stringify([...store.entries()]);
}

function span(id: string, start = 1, end = 3): NewRegion {
  return { id, fromName: "l", toName: "t", type: "labels", value: { kind: "span", start, end, labels: ["A"] } };
}

function region(store: RegionStore, index: number): RegionEntry | null {
  const regions = [...store.entries()].filter(isRegion);
  return regions[index % Math.max(1, regions.length)] ?? null;
}

interface Step {
  readonly name: "add" | "move" | "relabel" | "lock" | "remove" | "choose" | "undo" | "redo";
  readonly pick: number;
  readonly id: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  name: fc.constantFrom("add", "move", "relabel", "lock", "remove", "choose", "undo", "redo"),
  pick: fc.nat(20),
  id: fc.nat(1_000_000),
});

function changesOf(store: RegionStore, { name, pick, id }: Step, serial: number): readonly Change[] {
  const entry = region(store, pick);
  if (name === "add") return addRegion(store, span(`n${serial}`, pick, pick + 1));
  if (name === "choose") {
    const question = { fromName: "q", toName: "t", type: "choices", region: pick % 2 === 0 ? entry : null };
    return setAnswer(
      store,
      question,
      { kind: "choices", chosen: pick % 3 === 0 ? [] : [[`answer ${id}`]] },
      `a${serial}`,
    );
  }
  if (entry === null) return [];
  if (name === "move")
    return setRegion(entry, { kind: "span", start: pick, end: pick + 5, labels: entry.value.labels });
  if (name === "relabel") return relabel(entry, [`label ${id}`]);
  if (name === "lock") return setLocked(entry, pick % 2 === 0);
  return removeRegions(store, [entry.key]);
}

function perform(history: History, store: RegionStore, one: Step, serial: number): void {
  if (one.name === "undo") history.undo();
  else if (one.name === "redo") history.redo();
  else history.run(one.name, changesOf(store, one, serial), one.name === "move" ? { mergeKey: "move" } : {});
}

function noneDangles(store: RegionStore): boolean {
  const ids = new Set([...store.entries()].filter(isRegion).map((entry) => entry.id));
  return [...store.entries()].every(({ value, parentId }) => {
    const linked = value.kind !== "relation" || (ids.has(value.from) && ids.has(value.to));
    return linked && (parentId === null || ids.has(parentId));
  });
}

describe("random work", () => {
  test("undoing everything leads back to the start, redoing everything to the end", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const store = freshStore();
        const start = snapshot(store);
        const history = new History(store, { now: () => 0 });
        for (const [serial, one] of steps.entries()) {
          perform(history, store, one, serial);
          expect(noneDangles(store)).toBe(true);
        }
        while (history.redo() !== null);
        const end = snapshot(store);
        while (history.undo() !== null);
        expect(snapshot(store)).toBe(start);
        while (history.redo() !== null);
        expect(snapshot(store)).toBe(end);
      }),
    );
  });

  test("replaying the journal gives the live state, with its history", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const store = freshStore();
        const history = new History(store, { now: () => 0 });
        const rows: string[] = [];
        history.onEvent((event) => rows.push(writeEvent(event)));
        for (const [serial, one] of steps.entries()) perform(history, store, one, serial);

        const copy = freshStore();
        const replayed = new History(copy, { now: () => 0 });
        const events = rows.map(readEvent).filter((event): event is HistoryEvent => event !== null);
        expect(events).toHaveLength(rows.length);
        for (const event of events) replayed.replay(event);
        expect(snapshot(copy)).toBe(snapshot(store));
        while (history.undo() !== null);
        while (replayed.undo() !== null);
        expect(snapshot(copy)).toBe(snapshot(store));
      }),
    );
  });
});

describe("History", () => {
  test("quick nudges of one region are one step, slow ones are not", () => {
    const store = freshStore();
    let now = 0;
    const history = new History(store, { now: () => now });
    const nudge = (start: number): void => {
      const entry = region(store, 0);
      if (entry === null) throw new Error("no region");
      history.run("Move", setRegion(entry, { kind: "span", start, end: 9, labels: ["A"] }), {
        mergeKey: `move ${entry.key}`,
      });
    };
    nudge(1);
    now = 300;
    nudge(2);
    now = 5000;
    nudge(3);
    history.undo();
    expect(region(store, 0)?.value).toMatchObject({ start: 2 });
    history.undo();
    expect(region(store, 0)?.value).toMatchObject({ start: 0 });
    expect(history.undoLabel).toBeNull();
  });

  test("forgets the oldest steps when memory is used up, never the last one", () => {
    const store = freshStore();
    const history = new History(store, { now: () => 0, maxBytes: 600 * 3 });
    for (let n = 0; n < 10; n++) history.run("Add", addRegion(store, span(`n${n}`)));
    let undone = 0;
    while (history.undo() !== null) undone++;
    expect(undone).toBe(3);
  });

  test("a change made by a person turns a prediction into a changed one", () => {
    const store = freshStore();
    const history = new History(store, { now: () => 0 });
    const entry = region(store, 0);
    if (entry === null) throw new Error("no region");
    history.run("Label", relabel(entry, ["B"]));
    expect(store.get("r")).toMatchObject({ origin: "prediction-changed", edited: true });
    history.undo();
    expect(store.get("r")).toMatchObject({ origin: "prediction", edited: false });
  });
});

describe("RegionStore", () => {
  test("tells only those who watch a changed entry", () => {
    const store = freshStore();
    const told: string[] = [];
    store.subscribe("r", () => told.push("r"));
    store.subscribe("c", () => told.push("c"));
    const entry = region(store, 1);
    if (entry === null) throw new Error("no region");
    const keys = store.keys;
    store.apply(relabel(entry, ["B"]));
    expect(told).toEqual(["c"]);
    expect(store.keys).toBe(keys);
  });

  test("applies all changes or none", () => {
    const store = freshStore();
    const before = snapshot(store);
    const good = addRegion(store, span("new"));
    const bad: Change[] = good.map((change) => ({ ...change, key: "r" }));
    expect(() => store.apply([...good, ...bad])).toThrow(ChangeMismatch);
    expect(snapshot(store)).toBe(before);
  });

  test("locked regions are neither moved nor removed", () => {
    const store = freshStore();
    const entry = region(store, 0);
    if (entry === null) throw new Error("no region");
    store.apply(setLocked(entry, true));
    const locked = region(store, 0);
    if (locked === null) throw new Error("no region");
    expect(setRegion(locked, { kind: "span", start: 8, end: 9, labels: [] })).toEqual([]);
    expect(removeRegions(store, ["r"])).toEqual([]);
  });
});
