import "fake-indexeddb/auto";
import { describe, expect, test } from "vitest";
import { DatabaseJournal, DatabaseOutbox, openLabelDatabase } from "./database";

const base = { draftId: null, annotationId: null, rev: null, result: "[]" };
let user = 0;

async function open() {
  const database = await openLabelDatabase(++user);
  return { journal: new DatabaseJournal(database), outbox: new DatabaseOutbox(database) };
}

describe("DatabaseJournal", () => {
  test("keeps rows in order, and the base of the first one", async () => {
    const { journal } = await open();
    await journal.append("1/2/new", base, [{ seq: 1, event: "one" }]);
    await journal.append("1/2/new", { ...base, rev: 9 }, [{ seq: 2, event: "two" }]);
    await journal.append("1/22/new", base, [{ seq: 1, event: "other" }]);
    const record = await journal.read("1/2/new");
    expect(record?.base).toEqual(base);
    expect(record?.rows.map((row) => row.event)).toEqual(["one", "two"]);
  });

  test("confirmed rows go; later ones begin from the new base", async () => {
    const { journal } = await open();
    await journal.append("t", base, [
      { seq: 1, event: "one" },
      { seq: 2, event: "two" },
    ]);
    const confirmed = { ...base, draftId: 4, rev: 1 };
    await journal.confirm("t", 1, confirmed);
    expect(await journal.read("t")).toMatchObject({ base: confirmed, rows: [{ seq: 2 }] });
    await journal.confirm("t", 2, confirmed);
    expect(await journal.read("t")).toBeNull();
  });

  test("can be removed", async () => {
    const { journal } = await open();
    await journal.append("t", base, [{ seq: 1, event: "one" }]);
    await journal.remove("t");
    expect(await journal.read("t")).toBeNull();
  });
});

test("the outbox keeps submissions of each project apart", async () => {
  const { outbox } = await open();
  await outbox.put({ uniqueId: "a", projectId: 1, body: "{}" });
  await outbox.put({ uniqueId: "b", projectId: 2, body: "{}" });
  expect((await outbox.all(1)).map((stored) => stored.uniqueId)).toEqual(["a"]);
  await outbox.remove("a");
  expect(await outbox.all(1)).toEqual([]);
});
