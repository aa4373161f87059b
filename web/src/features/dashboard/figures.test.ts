import { describe, expect, it } from "vitest";
import type { DashboardDay } from "../../api/statistics";
import { daysOf, formatDuration, formatScore, NONE, seriesOf } from "./figures";

const NOON = new Date("2026-11-05T12:00:00Z");

function day(date: string, finished: number, accepted: number): DashboardDay {
  return { day: date, finished, accepted, submitted: finished, skipped: 0, rejected: 0, agreement: null };
}

describe("days", () => {
  it("a span ends today and has as many days as it says", () => {
    expect(daysOf("week", NOON)).toEqual({ from: "2026-10-30" });
    expect(daysOf("all", NOON)).toEqual({});
  });

  it("idle days stand in the row, and sums go on", () => {
    const series = seriesOf([day("2026-11-01", 2, 1), day("2026-11-03", 3, 0)], undefined, NOON);
    expect(series.days.map((time) => new Date(time * 1000).toISOString().slice(8, 10))).toEqual([
      "01",
      "02",
      "03",
      "04",
      "05",
    ]);
    expect(series.done).toEqual([2, 2, 5, 5, 5]);
    expect(series.accepted).toEqual([1, 1, 1, 1, 1]);
    expect(series.submitted).toEqual([2, 0, 3, 0, 0]);
  });

  it("without any day there is no row", () => {
    expect(seriesOf([], undefined, NOON).days).toEqual([]);
  });
});

describe("figures", () => {
  it.each([
    [null, NONE],
    [7.25, "7.3 s"],
    [59.6, "1 min 00 s"],
    [124, "2 min 04 s"],
    [7_260, "2 h 01 min"],
  ])("%s seconds", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it("a score has two decimals", () => {
    expect([formatScore(0.8), formatScore(null), formatScore(undefined)]).toEqual(["0.80", NONE, NONE]);
  });
});
