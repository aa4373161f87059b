import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Prefetch } from "./prefetch";
import { readTask } from "./wire";

const task = readTask({ id: 2, project: 1, data: { text: "A" }, annotations: [], predictions: [], drafts: [] });
const config = '<View><Text name="text" value="$text"/></View>';

function prefetch() {
  const released: number[] = [];
  const made = new Prefetch({ config, ask: async () => task, release: (id) => released.push(id) });
  return { made, released };
}

beforeEach(() => {
  vi.stubGlobal("navigator", { connection: { saveData: true } });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a task is ours while the server promises it to nobody else", async () => {
  vi.useFakeTimers();
  const { made } = prefetch();
  made.start(1);
  vi.advanceTimersByTime(89_000);
  expect(await made.take(1)).toEqual({ task, isOurs: true });
  expect(await made.take(1)).toBeNull();
});

test("later it is to be asked for before it is shown", async () => {
  vi.useFakeTimers();
  const { made } = prefetch();
  made.start(1);
  vi.advanceTimersByTime(91_000);
  expect(await made.take(1)).toEqual({ task, isOurs: false });
});

test("what was fetched for another place is not taken, and is given back", async () => {
  const { made, released } = prefetch();
  made.start(1);
  expect(await made.take(3)).toBeNull();
  made.drop();
  await vi.waitFor(() => expect(released).toEqual([2]));
});
