import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shape } from "../../../testing/stage";
import { moveOutline, outlineContains } from "./outline";
import {
  fitInto,
  insertPoint,
  middleAfter,
  movePoint,
  nearestEdge,
  type Polygon,
  polygonArea,
  polygonBounds,
  polygonContains,
  removePoint,
} from "./polygon";
import { ShapeIndex } from "./shape-index";

const coordinate = fc.integer({ min: 0, max: 1000 });
const point = fc.record({ x: coordinate, y: coordinate });
const polygon: fc.Arbitrary<Polygon> = fc
  .array(point, { minLength: 3, maxLength: 12 })
  .map((points) => ({ points, closed: true }));

/** A square of ten with a notch cut in from above. */
const NOTCHED: Polygon = {
  points: [
    { x: 0, y: 0 },
    { x: 4, y: 0 },
    { x: 4, y: 8 },
    { x: 6, y: 8 },
    { x: 6, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
    { x: 0, y: 10 },
  ],
  closed: true,
};

describe("polygons", () => {
  test.each([
    [{ x: 2, y: 2 }, true],
    [{ x: 5, y: 2 }, false],
    [{ x: 5, y: 9 }, true],
    [{ x: 11, y: 5 }, false],
    [{ x: -1, y: -1 }, false],
  ])("a notch is outside: %j is inside: %s", (at, inside) => {
    expect(polygonContains(NOTCHED, at)).toBe(inside);
  });

  test("an edge is hit within the margin, and only edges of an open polygon", () => {
    expect(polygonContains(NOTCHED, { x: 11, y: 5 }, 1)).toBe(true);
    expect(polygonContains({ ...NOTCHED, closed: false }, { x: 2, y: 2 }, 1)).toBe(false);
    expect(polygonContains({ ...NOTCHED, closed: false }, { x: 0, y: 5 }, 1)).toBe(false);
  });

  test("area and bounds", () => {
    expect(polygonArea(NOTCHED)).toBe(84);
    expect(polygonBounds(NOTCHED)).toEqual({ minX: 0, minY: 0, maxX: 10, maxY: 10 });
  });

  test("the nearest edge, and the place on it", () => {
    expect(nearestEdge(NOTCHED, { x: 12, y: 5 })).toEqual({ index: 5, at: { x: 10, y: 5 }, distance: 2 });
    expect(nearestEdge(NOTCHED, { x: -1, y: 4 })).toEqual({ index: 7, at: { x: 0, y: 4 }, distance: 1 });
  });

  test("a corner put in where the edge is changes neither area nor bounds, and taking it out gives the polygon back", () => {
    fc.assert(
      fc.property(polygon, fc.nat(), (before, pick) => {
        const index = pick % before.points.length;
        const at = middleAfter(before, index);
        if (at === null) throw new Error("no edge");
        const after = insertPoint(before, index, at);
        expect(polygonArea(after)).toBeCloseTo(polygonArea(before), 5);
        expect(polygonBounds(after)).toEqual(polygonBounds(before));
        expect(removePoint(after, index + 1)).toEqual(before);
      }),
    );
  });

  test("a triangle keeps its corners", () => {
    const triangle = { points: NOTCHED.points.slice(0, 3), closed: true };
    expect(removePoint(triangle, 0)).toBeNull();
  });

  test("moving one corner leaves the others", () => {
    const after = movePoint(NOTCHED, 2, { x: 1, y: 1 });
    expect(after.points.filter((_, index) => index !== 2)).toEqual(NOTCHED.points.filter((_, index) => index !== 2));
    expect(after.points[2]).toEqual({ x: 1, y: 1 });
  });

  test("moving stops at the edge of the picture and keeps the form", () => {
    const picture = { width: 1000, height: 1000 };
    fc.assert(
      fc.property(
        polygon,
        fc.integer({ min: -2000, max: 2000 }),
        fc.integer({ min: -2000, max: 2000 }),
        (before, x, y) => {
          const after = moveOutline(before, { x, y }, picture);
          if (!("points" in after)) throw new Error("no polygon");
          const bounds = polygonBounds(after);
          expect(Math.min(bounds.minX, bounds.minY)).toBeGreaterThanOrEqual(0);
          expect(Math.max(bounds.maxX, bounds.maxY)).toBeLessThanOrEqual(1000);
          expect(polygonArea(after)).toBeCloseTo(polygonArea(before), 3);
        },
      ),
    );
  });

  test("stretching into bounds fills them; what has no extent stays without", () => {
    const to = { minX: 100, minY: 50, maxX: 120, maxY: 60 };
    expect(polygonBounds(fitInto(NOTCHED, to))).toEqual(to);
    const line = {
      points: [
        { x: 3, y: 0 },
        { x: 3, y: 5 },
        { x: 3, y: 9 },
      ],
      closed: true,
    };
    expect(polygonBounds(fitInto(line, to))).toEqual({ ...to, maxX: 100 });
  });

  test("hit tests by the index agree with asking every polygon", () => {
    fc.assert(
      fc.property(fc.array(polygon, { maxLength: 20 }), point, (polygons, at) => {
        const index = new ShapeIndex();
        const shapes = polygons.map((outline, number) => shape(String(number), outline));
        index.load(shapes);
        const hit = index.hits(at, 2).map(({ key }) => key);
        expect([...hit].sort()).toEqual(
          shapes
            .filter(({ outline }) => outlineContains(outline, at, 2))
            .map(({ key }) => key)
            .sort(),
        );
      }),
    );
  });
});
