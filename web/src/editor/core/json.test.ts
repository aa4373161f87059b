import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { displayText, parseJson, stringifyJson, toNumber, toTexts } from "./json";

describe("numbers", () => {
  test.each(["1.0", "-0", "1e1", "0.10", "12345678901234567890", "1E+2", "3", "-2.5", "1e400"])(
    "%s keeps its spelling",
    (text) => {
      expect(stringifyJson(parseJson(`[${text},"é😀"]`))).toBe(`[${text},"é😀"]`);
    },
  );

  test("can be counted with", () => {
    expect(toNumber(parseJson("12.50"))).toBe(12.5);
    expect(toNumber(parseJson('"12.5"'))).toBeNull();
    expect(displayText(parseJson("[1.0,2]"))).toBe("1.0,2");
  });

  test("texts that look like numbers stay texts", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(stringifyJson(parseJson(text))).toBe(text);
      }),
    );
  });
});

test("a lone text is a list of one", () => {
  expect(toTexts("a")).toEqual(["a"]);
  expect(toTexts(["a", "b"])).toEqual(["a", "b"]);
  expect(toTexts(["a", 1])).toBeNull();
  expect(toTexts(undefined)).toBeNull();
});
