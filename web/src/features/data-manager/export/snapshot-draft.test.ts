import { expect, test } from "vitest";
import { inputOf, NEW_DRAFT } from "./snapshot-draft";

test("a new draft asks for everything under a name of the server's", () => {
  expect(inputOf(NEW_DRAFT, 3)).toEqual({
    task_filter_options: {},
    annotation_filter_options: { usual: true, ground_truth: true, skipped: true },
    serialization_options: {},
  });
});

test.each([
  ["finished", { finished: "only" }],
  ["unfinished", { finished: "exclude" }],
  ["tab", { view: 3 }],
] as const)("tasks that are %s", (tasks, filter) => {
  expect(inputOf({ ...NEW_DRAFT, tasks }, 3).task_filter_options).toEqual(filter);
});

test("a name is sent without blanks around it, and whole objects when asked for", () => {
  const input = inputOf({ ...NEW_DRAFT, title: " April ", isFull: true }, undefined);
  expect(input.title).toBe("April");
  expect(input.serialization_options["predictions"]).toEqual({ only_id: false });
});
