import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Outline } from "../media/image/outline";
import { iou } from "./areas";

const box = (x: number, y: number, width: number, height: number, rotation = 0): Outline => ({
  x,
  y,
  width,
  height,
  rotation,
});
const polygon = (...points: readonly (readonly [number, number])[]): Outline => ({
  points: points.map(([x, y]) => ({ x, y })),
  closed: true,
});

describe("shared area", () => {
  it("of upright boxes is that of their overlap", () => {
    expect(iou(box(0, 0, 10, 10), box(5, 0, 10, 10))).toBeCloseTo(1 / 3);
    expect(iou(box(0, 0, 10, 10), box(10, 0, 10, 10))).toBe(0);
  });

  it("of turned boxes and polygons counts by the even-odd rule", () => {
    // A square and the same turned by 45 degrees about its corner, as a diamond below it.
    expect(iou(box(0, 0, 10, 10, 360), box(0, 0, 10, 10))).toBeCloseTo(1);
    expect(iou(polygon([0, 0], [10, 0], [0, 10]), box(0, 0, 10, 10))).toBeCloseTo(0.5);
    // A bow tie: its two triangles lie apart, and cross in the middle.
    expect(iou(polygon([0, 0], [10, 10], [10, 0], [0, 10]), box(0, 0, 10, 10))).toBeCloseTo(0.5);
  });

  it("is the same either way, between 0 and 1, and 1 with itself", () => {
    const side = fc.integer({ min: 1, max: 50 });
    const boxes = fc.record({
      x: side,
      y: side,
      width: side,
      height: side,
      rotation: fc.integer({ min: 0, max: 359 }),
    });
    fc.assert(
      fc.property(boxes, boxes, (one, other) => {
        const share = iou(one, other);
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1 + 1e-9);
        expect(iou(other, one)).toBeCloseTo(share, 6);
        expect(iou(one, one)).toBeCloseTo(1, 6);
      }),
    );
  });
});
