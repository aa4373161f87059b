import { describe, expect, test } from "vitest";
import { matching, mentionAt, mentionedIn, withMention } from "./mentions";

const PEOPLE = [
  { id: 1, name: "Ada" },
  { id: 2, name: "Ada Holm" },
  { id: 3, name: "rune@example.org" },
];

describe("the name that is typed", () => {
  test.each([
    ["@a", 2, { start: 0, query: "a" }],
    ["see @Ada Ho", 11, { start: 4, query: "Ada Ho" }],
    ["(@", 2, { start: 1, query: "" }],
    ["mail me@example", 15, null],
    ["@ada\nthen", 9, null],
    ["nobody", 6, null],
    ["@ada later", 0, null],
  ])("%j at %i", (text, caret, found) => {
    expect(mentionAt(text, caret)).toEqual(found);
  });

  test("is matched by any word of a name", () => {
    expect(matching(PEOPLE, "ho", 5).map(({ id }) => id)).toEqual([2]);
    expect(matching(PEOPLE, "", 2).map(({ id }) => id)).toEqual([1, 2]);
  });

  test("is replaced, and the rest of the text stays", () => {
    const text = "see @ad there";
    const at = mentionAt(text, 7);
    expect(at === null ? null : withMention(text, at, "Ada Holm")).toEqual({
      text: "see @Ada Holm  there",
      caret: 14,
    });
  });
});

test("who is named is read from the text, longest name first", () => {
  expect(mentionedIn("@Ada Holm and @rune@example.org, see 3.2", PEOPLE)).toEqual([2, 3]);
  expect(mentionedIn("@Ada, please. @Adam no", PEOPLE)).toEqual([1]);
  expect(mentionedIn("nobody", PEOPLE)).toEqual([]);
});
