import { describe, expect, test } from "vitest";
import { formatAgo } from "./dates";

describe("formatAgo", () => {
  const now = new Date("2026-11-24T12:00:00Z");

  test.each([
    ["2026-11-24T11:59:30Z", "now"],
    ["2026-11-24T11:48:00Z", "12 min ago"],
    ["2026-11-24T09:00:00Z", "3 hr ago"],
    ["2026-11-23T10:00:00Z", "yesterday"],
    ["2026-10-02T12:00:00Z", "2 October"],
    ["2025-10-02T12:00:00Z", "2 October 2025"],
  ])("%s is %s", (iso, expected) => {
    expect(formatAgo(iso, now)).toBe(expected);
  });

  test("a clock that runs ahead is no future", () => {
    expect(formatAgo("2026-11-24T12:03:00Z", now)).toBe("now");
  });
});
