import { describe, expect, test } from "vitest";
import { isObject, type JsonObject, parseJson } from "./json";
import { resolve, resolveText } from "./resolve";

function data(text: string): JsonObject {
  const value = parseJson(text);
  if (!isObject(value)) throw new Error("not an object");
  return value;
}

const task = data('{"text":"Hi","n":1.0,"a":{"b":[{"c":"deep"},[1,2]]},"list":["x","y"],"none":null,"имя":"name"}');

describe("resolve", () => {
  test.each([
    ["$text", "Hi"],
    ["$a.b[0].c", "deep"],
    ["$list[1]", "y"],
    ["$missing", ""],
    ["$a.b[7].c", ""],
    ["$имя", "name"],
    ["plain", "plain"],
    ["Title: $text.", "Title: Hi."],
    ["$list and $text", "x,y and Hi"],
    ["n = $n", "n = 1.0"],
    ["[$none]", "[]"],
  ])("%s", (expression, expected) => {
    expect(resolveText(expression, task)).toBe(expected);
  });

  test("gives the value itself for a whole reference", () => {
    expect(resolve(" $list ", task)).toEqual(["x", "y"]);
    expect(resolve("$a.b[1][0]", task)).toBe(1);
  });

  test("never reaches into prototypes", () => {
    expect(resolveText("$constructor.name$toString", task)).toBe("");
  });
});
