import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Box,
  boundsOf,
  boxBetween,
  contains,
  HANDLES,
  handlePoint,
  percentToPixels,
  pixelsToPercent,
  pointIn,
  resize,
  turnTowards,
} from "./geometry";
import { moveOutline } from "./outline";
import { fitPicture, isInView, reveal, toPicture, toWindow, visibleBounds, zoomAt } from "./viewport";

const PICTURE = { width: 800, height: 600 };
const side = fc.double({ min: 1, max: 500, noNaN: true });
const place = fc.double({ min: -200, max: 900, noNaN: true });
const box: fc.Arbitrary<Box> = fc.record({
  x: place,
  y: place,
  width: side,
  height: side,
  rotation: fc.double({ min: 0, max: 360, noNaN: true }),
});

function near(a: { x: number; y: number }, b: { x: number; y: number }): void {
  expect(a.x).toBeCloseTo(b.x, 5);
  expect(a.y).toBeCloseTo(b.y, 5);
}

describe("boxes", () => {
  test("percent and pixels", () => {
    const pixels = percentToPixels({ x: 12.5, y: 30, width: 25, height: 10, rotation: 5 }, PICTURE);
    expect(pixels).toEqual({ x: 100, y: 180, width: 200, height: 60, rotation: 5 });
    expect(pixelsToPercent(pixels, PICTURE)).toEqual({ x: 12.5, y: 30, width: 25, height: 10, rotation: 5 });
  });

  test("a box turned by a quarter lies left of its corner", () => {
    expect(boundsOf({ x: 100, y: 100, width: 40, height: 20, rotation: 90 })).toMatchObject({
      minX: 80,
      maxX: 100,
      minY: 100,
    });
  });

  test("a dragged handle follows the pointer, the opposite one stays", () => {
    const opposite = { nw: "se", n: "s", ne: "sw", e: "w", se: "nw", s: "n", sw: "ne", w: "e" } as const;
    fc.assert(
      fc.property(box, fc.constantFrom(...HANDLES), (before, handle) => {
        const by = pointIn({ ...before, x: 0, y: 0 }, { x: 0.25, y: 0.25 });
        const to = { x: handlePoint(before, handle).x + by.x, y: handlePoint(before, handle).y + by.y };
        const after = resize(before, handle, to);
        near(handlePoint(after, opposite[handle]), handlePoint(before, opposite[handle]));
        if (handle.length === 2) near(handlePoint(after, handle), to);
      }),
    );
  });

  test("dragging past the other edge turns the box over", () => {
    expect(resize({ x: 10, y: 10, width: 20, height: 20, rotation: 0 }, "se", { x: 0, y: 5 })).toEqual({
      x: 0,
      y: 5,
      width: 10,
      height: 5,
      rotation: 0,
    });
  });

  test("turning keeps the centre and faces the pointer", () => {
    fc.assert(
      fc.property(box, place, place, (before, x, y) => {
        const after = turnTowards(before, { x, y });
        near(pointIn(after, { x: 0.5, y: 0.5 }), pointIn(before, { x: 0.5, y: 0.5 }));
        expect(after.rotation).toBeGreaterThanOrEqual(0);
        expect(after.rotation).toBeLessThan(360);
      }),
    );
    expect(turnTowards({ x: 0, y: 0, width: 10, height: 10, rotation: 0 }, { x: 5, y: -50 }).rotation).toBeCloseTo(
      0,
      9,
    );
    expect(turnTowards({ x: 0, y: 0, width: 10, height: 10, rotation: 0 }, { x: 60, y: 10 }, 15).rotation).toBe(90);
  });

  test("moving stops at the edge of the picture", () => {
    const inside = { x: 10, y: 10, width: 100, height: 50, rotation: 0 };
    expect(moveOutline(inside, { x: -50, y: 1000 }, PICTURE)).toMatchObject({ x: 0, y: 550 });
    const outside = { ...inside, x: -30 };
    expect(moveOutline(outside, { x: -5, y: 0 }, PICTURE)).toMatchObject({ x: -30 });
    expect(moveOutline(outside, { x: 5, y: 0 }, PICTURE)).toMatchObject({ x: -25 });
  });

  test("a point is inside exactly when it is a share of the box", () => {
    fc.assert(
      fc.property(
        box,
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.double({ min: 1.01, max: 3, noNaN: true }),
        (one, inside, outside) => {
          expect(contains(one, pointIn(one, { x: inside, y: 1 - inside }), 1e-6)).toBe(true);
          expect(contains(one, pointIn(one, { x: outside, y: inside }), 1e-9)).toBe(false);
        },
      ),
    );
  });

  test("a box between two points is upright, whichever comes first", () => {
    expect(boxBetween({ x: 5, y: 9 }, { x: 1, y: 2 })).toEqual({ x: 1, y: 2, width: 4, height: 7, rotation: 0 });
  });
});

describe("viewport", () => {
  const window = { width: 1000, height: 700 };

  test("fit centres the whole picture", () => {
    const view = fitPicture(PICTURE, window);
    near(toWindow(view, { x: 400, y: 300 }), { x: 500, y: 350 });
    expect(PICTURE.height * view.scale).toBeLessThanOrEqual(700);
  });

  test("zooming keeps the point under the pointer", () => {
    const view = fitPicture(PICTURE, window);
    const at = { x: 420, y: 300 };
    const zoomed = zoomAt(view, 2, at, { picture: PICTURE, window, mayShrink: false });
    near(toPicture(zoomed, at), toPicture(view, at));
    expect(zoomed.scale).toBeCloseTo(view.scale * 2);
  });

  test("does not shrink below the whole picture unless that is allowed", () => {
    const view = fitPicture(PICTURE, window);
    const limits = { picture: PICTURE, window, mayShrink: false };
    expect(zoomAt(view, 0.01, { x: 0, y: 0 }, limits).scale).toBe(1);
    expect(zoomAt(view, 0.01, { x: 0, y: 0 }, { ...limits, mayShrink: true }).scale).toBe(0.25);
  });

  test("what is seen as a whole needs no moving", () => {
    const view = fitPicture(PICTURE, { width: 424, height: 324 });
    const window = { width: 424, height: 324 };
    expect(isInView(view, { minX: 0, minY: 0, maxX: 800, maxY: 600 }, window)).toBe(true);
    expect(isInView(view, { minX: 790, minY: 0, maxX: 900, maxY: 10 }, window)).toBe(false);
  });

  test("reveal shows a far and tiny box, and a huge one as a whole", () => {
    const view = fitPicture({ width: 20_000, height: 15_000 }, window);
    const picture = { width: 20_000, height: 15_000 };
    for (const bounds of [
      { minX: 19_900, minY: 10, maxX: 19_905, maxY: 14 },
      { minX: 10, minY: 10, maxX: 15_000, maxY: 14_000 },
    ]) {
      const seen = visibleBounds(reveal(view, bounds, picture, window), window);
      expect(seen.minX).toBeLessThanOrEqual(bounds.minX);
      expect(seen.maxX).toBeGreaterThanOrEqual(bounds.maxX);
      expect(seen.minY).toBeLessThanOrEqual(bounds.minY);
      expect(seen.maxY).toBeGreaterThanOrEqual(bounds.maxY);
    }
  });
});
