import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SectionIndex } from "./section-index";
import { moveEdge, moveSpan, SHORTEST, spanBetween } from "./spans";
import {
  centreOn,
  fitTimeline,
  formatTime,
  isInView,
  panBy,
  parseTime,
  ticks,
  toTime,
  toX,
  visibleSpan,
  zoomAt,
} from "./timeline";

const EXTENT = { duration: 90, width: 900 };
const moment = fc.double({ min: 0, max: 90, noNaN: true });

describe("timeline", () => {
  test("at first the whole recording is seen", () => {
    expect(visibleSpan(fitTimeline(EXTENT), EXTENT.width)).toEqual({ start: 0, end: 90 });
  });

  test("zooming keeps the moment under the pointer, unless an end of the recording is in the way", () => {
    const near = zoomAt(fitTimeline(EXTENT), 4, 450, EXTENT);
    expect(near.perSecond).toBe(40);
    expect(toTime(near, 450)).toBeCloseTo(45, 6);
    const back = zoomAt(near, 0.001, 0, EXTENT);
    expect(back).toEqual(fitTimeline(EXTENT));
  });

  test("whatever is done, the window stays within the recording", () => {
    const factor = fc.double({ min: 0.1, max: 50, noNaN: true });
    const by = fc.double({ min: -200, max: 200, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(factor, by, fc.integer({ min: 0, max: 900 })), { maxLength: 8 }), (steps) => {
        let view = fitTimeline(EXTENT);
        for (const [zoom, pan, x] of steps) view = panBy(zoomAt(view, zoom, x, EXTENT), pan, EXTENT);
        const seen = visibleSpan(view, EXTENT.width);
        expect(seen.start).toBeGreaterThanOrEqual(0);
        expect(seen.end).toBeLessThanOrEqual(90 + 1e-6);
      }),
    );
  });

  test("a span put in the middle is seen as a whole", () => {
    fc.assert(
      fc.property(moment, moment, fc.double({ min: 1, max: 100, noNaN: true }), (a, b, zoom) => {
        const span = spanBetween(a, b, 90);
        const view = centreOn(zoomAt(fitTimeline(EXTENT), zoom, 450, EXTENT), span, EXTENT);
        const shown = { start: span.start + 1e-6, end: span.end - 1e-6 };
        expect(isInView(view, shown, EXTENT.width)).toBe(true);
      }),
    );
  });

  test("pixels and seconds go back and forth", () => {
    const view = zoomAt(fitTimeline(EXTENT), 7, 300, EXTENT);
    expect(toTime(view, toX(view, 12.345))).toBeCloseTo(12.345, 9);
  });

  test("the ruler is marked at round moments with room to read them", () => {
    expect(ticks(fitTimeline(EXTENT), EXTENT).map(({ text }) => text)).toEqual([
      "0:00",
      "0:10",
      "0:20",
      "0:30",
      "0:40",
      "0:50",
      "1:00",
      "1:10",
      "1:20",
      "1:30",
    ]);
    const near = { start: 10.03, perSecond: 1000 };
    expect(
      ticks(near, EXTENT)
        .map(({ text }) => text)
        .slice(0, 2),
    ).toEqual(["0:10.1", "0:10.2"]);
  });

  test.each([
    [0, "0:00.000"],
    [83.4105, "1:23.411"],
    [59.9996, "1:00.000"],
    [3723.5, "1:02:03.500"],
  ])("%s reads %s", (seconds, text) => {
    expect(formatTime(seconds)).toBe(text);
  });

  test.each([
    ["83.5", 83.5],
    ["1:23,5", 83.5],
    ["1:02:03", 3723],
    ["", null],
    ["1:2:3:4", null],
    ["-1", null],
    ["abc", null],
  ])("%s is read as %s", (text, seconds) => {
    expect(parseTime(text)).toBe(seconds);
  });

  test("what is written is read back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000_000 }), (milliseconds) => {
        expect(parseTime(formatTime(milliseconds / 1000))).toBeCloseTo(milliseconds / 1000, 6);
      }),
    );
  });
});

describe("sections", () => {
  test("moving keeps the length and stops at the ends", () => {
    expect(moveSpan({ start: 1, end: 3 }, -5, 90)).toEqual({ start: 0, end: 2 });
    expect(moveSpan({ start: 85, end: 89 }, 5, 90)).toEqual({ start: 86, end: 90 });
  });

  test("an edge stops short of the other and at the ends", () => {
    expect(moveEdge({ start: 1, end: 3 }, "start", 9, 90)).toEqual({ start: 3 - SHORTEST, end: 3 });
    expect(moveEdge({ start: 1, end: 3 }, "end", 0, 90)).toEqual({ start: 1, end: 1 + SHORTEST });
    expect(moveEdge({ start: 1, end: 3 }, "end", 100, 90)).toEqual({ start: 1, end: 90 });
  });

  test("hits are those at the moment and in the lane, the shortest first", () => {
    const index = new SectionIndex();
    const section = (key: string, start: number, end: number, channel = 0) => ({
      key,
      start,
      end,
      channel,
      colour: "red",
      name: key,
      suggested: false,
      locked: false,
    });
    index.load([section("long", 0, 50), section("short", 10, 12), section("other", 10, 20, 1)]);
    expect(index.hits(11, null).map(({ key }) => key)).toEqual(["short", "other", "long"]);
    expect(index.hits(11, 0).map(({ key }) => key)).toEqual(["short", "long"]);
    index.remove("long");
    expect(index.hits(30, null)).toEqual([]);
  });
});
