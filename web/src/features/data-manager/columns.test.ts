import { describe, expect, test } from "vitest";
import type { Task } from "../../api/tasks";
import type { Column, ValueType } from "../../api/views";
import { cellText, labelsOf, pictureUrl, shownColumns, statusOf, tableColumns, valueIn, widestColumn } from "./columns";

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
    updated_by: [],
    annotations: [],
    predictions: [],
    predictions_score: null,
    created_at: "2026-11-24T10:00:00Z",
    updated_at: "2026-11-24T10:00:00Z",
    ...change,
  } as Task;
}

function column(id: string, type: ValueType, parent?: string): Column {
  return { id, title: id, type, value_type: type, ...(parent !== undefined && { parent }) };
}

const KNOWN = [
  column("id", "Number"),
  column("completed", "Boolean"),
  column("predictions_score", "Number"),
  column("storage_filename", "String"),
  column("data", "List"),
  ...["text", "n", "url", "more"].map((name) => column(name, "String", "data")),
];

describe("columns", () => {
  test("the usual ones are the number, three fields, and what is known about the task", () => {
    const all = tableColumns(KNOWN, false);
    expect(all.map(({ id }) => id)).toContain("data.more");
    const usual = ["id", "data.text", "data.n", "data.url", "completed"];
    expect(shownColumns(all, undefined, []).map(({ id }) => id)).toEqual(usual);
    const scored = shownColumns(tableColumns(KNOWN, true), undefined, []);
    expect(scored.map(({ id }) => id)).toEqual([...usual, "predictions_score"]);
  });

  test("chosen ones keep their order, pinned ones come first, unknown ones are left out", () => {
    const all = tableColumns(KNOWN, false);
    const shown = shownColumns(all, ["data.more", "gone", "id", "completed"], ["completed"]);
    expect(shown.map(({ id }) => id)).toEqual(["completed", "data.more", "id"]);
  });

  test("the widest one is the field with the longest values", () => {
    const all = tableColumns(KNOWN, false);
    const tasks = [task({ data: { text: "7", n: "a long sentence" } }), task({ data: { text: "8", n: "" } })];
    expect(widestColumn(all, tasks)).toBe("data.n");
    expect(widestColumn([], tasks)).toBeUndefined();
  });

  test("fields are read from the data, the rest from the task", () => {
    expect(valueIn(task({ data: { id: "x" } }), "data.id")).toBe("x");
    expect(valueIn(task({ id: 7 }), "id")).toBe(7);
  });
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

test("labels are those of all annotations, each once", () => {
  const result = [
    { type: "labels", value: { labels: ["Person"], start: 0 } },
    { type: "choices", value: { choices: ["Positive", "Person"] } },
    { type: "textarea", value: { text: ["no label"] } },
    { type: "rating", value: { rating: 4 } },
    {},
  ];
  expect(labelsOf(task({ annotations: [{ result }, { result: [] }] }))).toEqual(["Person", "Positive"]);
});

test.each([
  ["https://example.org/a.png", "https://example.org/a.png"],
  ["/data/upload/1/a.png", "/data/upload/1/a.png"],
  ["//elsewhere/a.png", undefined],
  ["javascript:alert(1)", undefined],
  ["s3://bucket/a.png", undefined],
  [5, undefined],
])("the picture of %j is %j", (value, expected) => {
  expect(pictureUrl(value)).toBe(expected);
});
