import { describe, expect, test } from "vitest";
import { buildInterface } from "../tags/interface";
import { addRegion, regionIds } from "./commands";
import { type JournalBase, MemoryJournal } from "./journal";
import { stringifyJson } from "./json";
import { AnnotationSession } from "./session";

const ui = buildInterface(
  '<View><Text name="t" value="$t"/><Labels name="l" toName="t"><Label value="A"/></Labels></View>',
  { t: "some text to label" },
);
const NEW: JournalBase = { draftId: null, annotationId: null, rev: null, result: "[]" };

function open(journal: MemoryJournal, base: JournalBase = NEW): AnnotationSession {
  return new AnnotationSession({
    target: "1/1/new",
    codecs: ui.codecs,
    base,
    leadTime: 0,
    readOnly: false,
    journal,
    now: () => 0,
  });
}

function add(session: AnnotationSession, id: string, start: number): void {
  const value = { kind: "span" as const, start, end: start + 2, labels: ["A"] };
  session.history.run("Add", addRegion(session.store, { id, fromName: "l", toName: "t", type: "labels", value }));
}

async function record(journal: MemoryJournal) {
  const found = await journal.read("1/1/new");
  if (found === null) throw new Error("nothing in the journal");
  return found;
}

describe("AnnotationSession", () => {
  test("work that never reached the server is there after a reload, and can still be undone", async () => {
    const journal = new MemoryJournal();
    const before = open(journal);
    add(before, "a", 0);
    add(before, "b", 5);
    before.history.undo();
    await before.settled();

    const after = open(journal);
    expect(after.restore(await record(journal))).toBeNull();
    expect(stringifyJson(after.result())).toBe(stringifyJson(before.result()));
    expect(after.dirty).toBe(true);
    after.history.redo();
    expect([...regionIds(after.store)]).toEqual(["a", "b"]);
  });

  test("what the server confirmed leaves the journal; what came later stays", async () => {
    const journal = new MemoryJournal();
    const session = open(journal);
    add(session, "a", 0);
    const saved = stringifyJson(session.result());
    const seq = session.seq;
    add(session, "b", 5);
    const base = { draftId: 7, annotationId: null, rev: 1, result: saved };
    await session.confirm(seq, base);
    expect(session.dirty).toBe(true);

    const after = open(journal, base);
    expect(after.restore(await record(journal))).toBeNull();
    expect([...regionIds(after.store)]).toEqual(["a", "b"]);
    await after.confirm(after.seq, { ...base, rev: 2 });
    expect(after.dirty).toBe(false);
    expect(await journal.read("1/1/new")).toBeNull();
  });

  test("a draft the server saved before the browser heard of it is no conflict", async () => {
    const journal = new MemoryJournal();
    const before = open(journal);
    add(before, "a", 0);
    const saved = stringifyJson(before.result());
    add(before, "b", 5);
    await before.settled();

    const after = open(journal, { draftId: 7, annotationId: null, rev: 1, result: saved });
    expect(after.restore(await record(journal))).toBeNull();
    expect([...regionIds(after.store)]).toEqual(["a", "b"]);
    expect(after.dirty).toBe(true);
    await after.settled();
    expect((await record(journal)).rows).toHaveLength(1);
  });

  test("work that begins from another state is a conflict: both versions are kept", async () => {
    const journal = new MemoryJournal();
    const before = open(journal);
    add(before, "a", 0);
    const mine = before.result();
    await before.settled();

    const foreign =
      '[{"id":"z","from_name":"l","to_name":"t","type":"labels","value":{"start":3,"end":4,"labels":["A"]}}]';
    const after = open(journal, { draftId: 7, annotationId: null, rev: 3, result: foreign });
    const conflict = after.restore(await record(journal));
    expect(conflict?.mine).toEqual(mine);
    expect(stringifyJson(after.result())).toBe(foreign);
    expect(after.dirty).toBe(false);
  });

  test("keeping mine is one step over the server's state", async () => {
    const journal = new MemoryJournal();
    const session = open(journal);
    add(session, "a", 0);
    const mine = session.result();
    await session.adopt({ draftId: 7, annotationId: null, rev: 3, result: "[]" });
    expect(session.result()).toEqual([]);
    session.replaceAll("Keep", mine);
    expect(session.result()).toEqual(mine);
    session.history.undo();
    expect(session.result()).toEqual([]);
  });

  test("a journal that cannot be written says so and does not stop the work", async () => {
    const journal = new MemoryJournal();
    journal.append = () => Promise.reject(new Error("disk full"));
    const session = open(journal);
    add(session, "a", 0);
    await session.settled();
    expect(session.journalError).toBe("disk full");
    expect(session.store.keys).toEqual(["a"]);
  });

  test("the clock stops while the page is hidden", () => {
    let now = 0;
    const session = new AnnotationSession({
      target: "x",
      codecs: ui.codecs,
      base: NEW,
      leadTime: 10,
      readOnly: false,
      journal: new MemoryJournal(),
      now: () => now,
    });
    now = 2000;
    session.pause();
    now = 60_000;
    expect(session.leadTime).toBe(12);
    session.resume();
    now = 61_000;
    expect(session.leadTime).toBe(13);
  });

  test("a deleted region is no longer selected", () => {
    const session = open(new MemoryJournal());
    add(session, "a", 0);
    session.selection.select("a");
    session.history.undo();
    expect([...session.selection.keys]).toEqual([]);
  });
});
