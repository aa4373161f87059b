import { describe, expect, test } from "vitest";
import { parseJson, stringifyJson } from "../../editor/core/json";
import { HostOffline, HostRefused, type StoredAnnotation, type Submission } from "../../editor/host";
import { MemoryOutbox } from "./database";
import { Outbox } from "./outbox";

function submission(uniqueId: string): Submission {
  const result = parseJson('[{"id":"a","value":{"x":1.0}}]');
  if (!Array.isArray(result)) throw new Error("no list");
  return {
    taskId: 5,
    taskNumber: 2,
    result,
    leadTime: 1.5,
    uniqueId,
    draftId: null,
    skipped: false,
    parentPrediction: null,
    parentAnnotation: null,
  };
}

const stored: StoredAnnotation = {
  id: 1,
  result: [],
  userId: 1,
  userName: "",
  createdAt: "",
  updatedAt: "",
  wasCancelled: false,
  groundTruth: false,
  leadTime: 0,
  rev: 1,
  reviewState: null,
};

function start(store = new MemoryOutbox()) {
  const sent: Submission[] = [];
  const answer: { next: () => Promise<StoredAnnotation> } = { next: () => Promise.resolve(stored) };
  const retries: (() => void)[] = [];
  const outbox = new Outbox({
    projectId: 1,
    store,
    deliver: (one) => {
      sent.push(one);
      return answer.next();
    },
    timers: {
      now: () => 0,
      after: (_ms, run) => {
        retries.push(run);
        return () => undefined;
      },
    },
  });
  return { outbox, store, sent, answer, retries };
}

describe("Outbox", () => {
  test("delivers and forgets", async () => {
    const { outbox, store } = start();
    const { delivered } = await outbox.add(submission("u1"));
    expect((await delivered).id).toBe(1);
    expect(outbox.items.value).toEqual([]);
    expect(await store.all(1)).toEqual([]);
  });

  test("is safe in the browser before the network hears of it", async () => {
    const { outbox, store, answer } = start();
    answer.next = () => new Promise(() => undefined);
    await outbox.add(submission("u1"));
    expect(await store.all(1)).toHaveLength(1);
  });

  test("without a network everything waits and is sent again, in order", async () => {
    const { outbox, sent, answer, retries } = start();
    answer.next = () => Promise.reject(new HostOffline());
    const first = await outbox.add(submission("u1"));
    const second = await outbox.add(submission("u2"));
    await outbox.settled();
    expect(outbox.items.value.map((item) => item.state)).toEqual(["waiting", "waiting"]);
    answer.next = () => Promise.resolve(stored);
    for (const retry of retries) retry();
    await Promise.all([first.delivered, second.delivered]);
    expect(sent.slice(-2).map((one) => one.uniqueId)).toEqual(["u1", "u2"]);
    expect(outbox.items.value).toEqual([]);
  });

  test("a refused one stays with its reason and does not hold up the others", async () => {
    const { outbox, store, answer } = start();
    answer.next = () => Promise.reject(new HostRefused(400, "No such label"));
    const first = await outbox.add(submission("u1"));
    await expect(first.delivered).rejects.toThrow("No such label");
    answer.next = () => Promise.resolve(stored);
    await (await outbox.add(submission("u2"))).delivered;
    expect(outbox.items.value).toMatchObject([{ state: "refused", reason: "No such label" }]);
    expect(await store.all(1)).toHaveLength(1);
  });

  test("a refused one can be sent again, or taken back with the spelling of its numbers", async () => {
    const { outbox, store, answer } = start();
    answer.next = () => Promise.reject(new HostRefused(400, "No"));
    const { delivered } = await outbox.add(submission("u1"));
    await expect(delivered).rejects.toThrow("No");
    const taken = await outbox.withdraw("u1");
    expect(stringifyJson([...(taken?.result ?? [])])).toContain('"x":1.0');
    expect(outbox.items.value).toEqual([]);
    expect(await store.all(1)).toEqual([]);
  });

  test("what an earlier visit left behind is sent, word for word", async () => {
    const first = start();
    first.answer.next = () => Promise.reject(new HostOffline());
    await first.outbox.add(submission("u1"));
    await first.outbox.settled();
    first.outbox.close();

    const second = start(first.store);
    await second.outbox.start();
    await second.outbox.settled();
    expect(second.sent).toEqual([submission("u1")]);
    expect(stringifyJson([...(second.sent[0]?.result ?? [])])).toContain('"x":1.0');
    expect(await first.store.all(1)).toEqual([]);
  });

  test("one that is on its way cannot be taken back", async () => {
    const { outbox, answer } = start();
    answer.next = () => new Promise(() => undefined);
    await outbox.add(submission("u1"));
    expect(await outbox.withdraw("u1")).toBeNull();
  });
});
