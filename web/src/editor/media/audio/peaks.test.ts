import { describe, expect, test } from "vitest";
import { columns, loudest, PEAKS_PER_SECOND, peaksOf } from "./peaks";

const RATE = 8000;

/** Two seconds: silence, then a square wave between -0.5 and 0.25. */
const sound = Float32Array.from({ length: 2 * RATE }, (_, at) => (at < RATE ? 0 : at % 2 === 0 ? 0.25 : -0.5));

describe("peaks", () => {
  const peaks = peaksOf([sound], RATE);

  test("keep the swing of every five hundredth of a second", () => {
    expect(peaks.duration).toBe(2);
    expect(peaks.channels[0]?.low).toHaveLength(2 * PEAKS_PER_SECOND);
    expect(loudest(peaks)).toBe(0.5);
  });

  test("columns share a span: quiet ones are flat, loud ones reach both ways", () => {
    expect(columns(peaks, 0, { start: 0, end: 2 }, 4)).toEqual([
      [0, 0],
      [0, 0],
      [-0.5, 0.25],
      [-0.5, 0.25],
    ]);
  });

  test("nearer than the peaks are, every column still shows one", () => {
    expect(columns(peaks, 0, { start: 1.5, end: 1.501 }, 3)).toEqual([
      [-0.5, 0.25],
      [-0.5, 0.25],
      [-0.5, 0.25],
    ]);
  });

  test("outside of the sound there is nothing, and no channel gives no columns", () => {
    expect(columns(peaks, 0, { start: 5, end: 6 }, 2)).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(columns(peaks, 1, { start: 0, end: 1 }, 2)).toEqual([]);
  });
});
