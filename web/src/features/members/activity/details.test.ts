import { expect, test } from "vitest";
import { detailTexts } from "./details";

test("values that changed are told with what they were", () => {
  const changes = { maximum_annotations: [1, 3], enable_review: [false, true], title: [null, "Cats"] };
  expect(detailTexts({ details: { changes } })).toEqual([
    "maximum annotations: 1 → 3",
    "enable review: off → on",
    "title: none → Cats",
  ]);
});

test("a field without values is named, and nothing else is made of it", () => {
  expect(detailTexts({ details: { changes: { credentials: null } } })).toEqual(["credentials"]);
});

test("counts and kinds come first", () => {
  expect(detailTexts({ details: { count: 2 } })).toEqual(["2 items"]);
  expect(detailTexts({ details: { tries: 1 } })).toEqual(["1 try"]);
  expect(detailTexts({ details: { kind: "s3", direction: "import", changes: { title: ["a", "b"] } } })).toEqual([
    "s3",
    "import",
    "title: a → b",
  ]);
  expect(detailTexts({ details: { unknown: 1 } })).toEqual([]);
});

test("roles are told by their names", () => {
  expect(detailTexts({ details: { role: "AN" } })).toEqual(["Annotator"]);
  expect(detailTexts({ details: { changes: { role: ["AN", "MA"] } } })).toEqual(["role: Annotator → Manager"]);
});
