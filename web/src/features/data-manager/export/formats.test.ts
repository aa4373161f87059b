import { describe, expect, test } from "vitest";
import { fileNameOf, sortFormats } from "./formats";

test("formats that do not fit come apart", () => {
  const format = (name: string, disabled: boolean) => ({ name, title: name, description: "", disabled });
  const { fitting, unfitting } = sortFormats([format("COCO", true), format("JSON", false), format("CSV", false)]);
  expect(fitting.map(({ name }) => name)).toEqual(["JSON", "CSV"]);
  expect(unfitting.map(({ name }) => name)).toEqual(["COCO"]);
});

describe("fileNameOf", () => {
  test.each([
    ['attachment; filename="project-3.json"', "project-3.json"],
    ["attachment; filename=project-3.json", "project-3.json"],
    ["attachment; filename=\"x\"; filename*=UTF-8''%C3%9C.json", "Ü.json"],
    ["attachment; filename*=UTF-8''%ZZ", "fallback.json"],
    [null, "fallback.json"],
  ])("%s is %s", (disposition, expected) => {
    expect(fileNameOf(disposition, "fallback.json")).toBe(expected);
  });
});
