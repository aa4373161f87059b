import { beforeEach, expect, test } from "vitest";
import { type LastTask, recallTask, rememberTask } from "./last-task";

const LAST: LastTask = { project: 3, task: 3107, number: 12, at: "2026-11-26T06:00:00Z" };

beforeEach(() => localStorage.clear());

test("each account of a browser has a last task of its own, until it is finished", () => {
  rememberTask(1, LAST);
  expect(recallTask(1)).toEqual(LAST);
  expect(recallTask(2)).toBeNull();
  rememberTask(1, null);
  expect(recallTask(1)).toBeNull();
});

test.each(["", "{", "[]", "7", JSON.stringify({ ...LAST, task: "x" }), JSON.stringify({ ...LAST, at: "noon" })])(
  "what is none is passed over: %s",
  (text) => {
    localStorage.setItem("labelwright.last-task.1", text);
    expect(recallTask(1)).toBeNull();
  },
);
