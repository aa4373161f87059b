import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { offsetMap } from "./offsets";

describe("offsetMap", () => {
  test.each([
    ["plain", "abc", 2, 2],
    ["behind an emoji", "a😀b", 3, 2],
    ["carriage returns count", "a\r\nb", 3, 3],
    ["combining marks count", "e\u0301x", 2, 2],
    ["a family of emoji", "👨‍👩‍👧!", 8, 5],
  ])("%s", (_name, text, unit, point) => {
    expect(offsetMap(text).toPoints(unit)).toBe(point);
    expect(offsetMap(text).toUnits(point)).toBe(unit);
  });

  test("an offset inside a pair counts as its end", () => {
    expect(offsetMap("😀😀").toPoints(1)).toBe(1);
    expect(offsetMap("😀😀").toPoints(3)).toBe(2);
  });

  test("agrees with counting code points, in both directions", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const map = offsetMap(text);
        const points = [...text];
        expect(map.points).toBe(points.length);
        let unit = 0;
        for (const [index, point] of points.entries()) {
          expect(map.toUnits(index)).toBe(unit);
          expect(map.toPoints(unit)).toBe(index);
          unit += point.length;
        }
        expect(map.toPoints(text.length)).toBe(points.length);
      }),
    );
  });

  test("keeps lone surrogates as one point each", () => {
    const map = offsetMap("\ud83da\ude00");
    expect(map.points).toBe(3);
    expect(map.toPoints(2)).toBe(2);
  });
});
