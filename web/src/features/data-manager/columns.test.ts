import { describe, expect, test } from "vitest";
import type { Task } from "../../api/tasks";
import { cellText, dataColumns, statusOf, widestColumn } from "./columns";

function task(change: Partial<Task>): Task {
  return {
    id: 1,
    inner_id: 1,
    data: {},
    is_labeled: false,
    total_annotations: 0,
    cancelled_annotations: 0,
    total_predictions: 0,
    annotators: [],
    created_at: "2026-11-24T10:00:00Z",
    updated_at: "2026-11-24T10:00:00Z",
    ...change,
  };
}

test("columns are the first fields seen", () => {
  const tasks = [task({ data: { text: "a", n: 1 } }), task({ data: { url: "b", text: "c", more: 1 } })];
  expect(dataColumns(tasks)).toEqual(["text", "n", "url"]);
});

test("the widest column is the one with the longest values", () => {
  const tasks = [task({ data: { id: "7", body: "a long sentence" } }), task({ data: { id: "8", body: "" } })];
  expect(widestColumn(["id", "body"], tasks)).toBe("body");
  expect(widestColumn([], tasks)).toBeUndefined();
});

describe("cellText", () => {
  test.each([
    ["two\n lines", "two lines"],
    [{ a: 1 }, '{"a":1}'],
    [0, "0"],
    [null, ""],
    [undefined, ""],
  ])("%j reads %j", (value, expected) => {
    expect(cellText(value)).toBe(expected);
  });

  test("never carries a whole document", () => {
    expect(cellText("x".repeat(100_000))).toHaveLength(300);
  });
});

describe("statusOf", () => {
  test.each([
    [{ is_labeled: true, total_annotations: 1 }, "done"],
    [{ total_annotations: 1 }, "begun"],
    [{ cancelled_annotations: 1 }, "skipped"],
    [{}, "todo"],
  ])("%j is %s", (change, expected) => {
    expect(statusOf(task(change))).toBe(expected);
  });
});
