import { describe, expect, test } from "vitest";
import { doneShare, percent } from "./progress";

describe("progress of a project", () => {
  test.each([
    [0, 0, "0 %"],
    [340, 114, "33 %"],
    [1000, 999, "99 %"],
    [48, 48, "100 %"],
  ])("%i tasks, %i done: %s", (total, done, expected) => {
    expect(percent(doneShare({ task_number: total, finished_task_number: done }))).toBe(expected);
  });
});
