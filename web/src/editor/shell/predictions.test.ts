import { describe, expect, test } from "vitest";
import type { LabelTask, StoredPrediction } from "../host";
import { withPredictions } from "./predictions";

function said(id: number, modelVersion: string): StoredPrediction {
  return { id, result: [], score: null, modelVersion, createdAt: "" };
}

function task(...predictions: readonly StoredPrediction[]): LabelTask {
  return { id: 1, number: 1, data: {}, createdAt: "", annotations: [], predictions, drafts: [], openComments: 0 };
}

const ids = ({ predictions }: LabelTask) => predictions.map(({ id }) => id);

describe("predictions that arrive while their task is open", () => {
  test("stand behind those that are there, also where fewer come back", () => {
    expect(ids(withPredictions(task(said(4, "b"), said(2, "a")), [said(2, "a"), said(9, "c")], null))).toEqual([
      4, 2, 9,
    ]);
  });

  test("take the place of what the same model said before, unless that is open", () => {
    const before = task(said(4, "b"), said(2, "a"));
    expect(ids(withPredictions(before, [said(9, "a")], null))).toEqual([4, 9]);
    expect(ids(withPredictions(before, [said(9, "a")], said(2, "a")))).toEqual([4, 2, 9]);
  });

  test("nothing new leaves the task as it was", () => {
    const before = task(said(4, "b"));
    expect(withPredictions(before, [said(4, "b")], null)).toBe(before);
    expect(withPredictions(before, [], null)).toBe(before);
  });
});
