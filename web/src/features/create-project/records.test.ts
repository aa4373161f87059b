import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSeparated } from "./csv";
import { nameForPasted, ONLY_KEY, parseText, UnreadableData } from "./records";

describe("parseSeparated", () => {
  test("quoted fields keep separators, quotes and line ends", () => {
    expect(parseSeparated('a,b\r\n"x, ""y""\nz",2\n', ",")).toEqual([
      ["a", "b"],
      ['x, "y"\nz', "2"],
    ]);
  });

  test("reads back whatever was written", () => {
    const cell = fc.string().filter((text) => !text.includes("\uFEFF"));
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(rows, (table) => {
        const text = table.map((row) => row.map(quote).join(",")).join("\n");
        expect(parseSeparated(text, ",")).toEqual(table);
      }),
    );
  });
});

describe("parseText", () => {
  test("takes bare data and full tasks from JSON", () => {
    const text = JSON.stringify([{ text: "a" }, { data: { text: "b", source: "wire" }, annotations: [] }]);
    const parsed = parseText(text, "tasks.json");
    expect(parsed.records).toEqual([{ text: "a" }, { text: "b", source: "wire" }]);
    expect(parsed.columns).toEqual(["text", "source"]);
  });

  test("says which line of JSON lines is broken", () => {
    expect(() => parseText('{"a":1}\n{"a":', "tasks.jsonl")).toThrow(/^Line 2:/);
  });

  test("gives each row of CSV its columns", () => {
    expect(parseText("\uFEFFtext,score\nfine,3\nshort\n", "a.csv").records).toEqual([
      { text: "fine", score: 3 },
      { text: "short", score: "" },
    ]);
  });

  test("goes by semicolons where the first line has more of them", () => {
    expect(parseText("text;note\na, b;c\n", "a.csv").records).toEqual([{ text: "a, b", note: "c" }]);
  });

  test("keeps blank lines of plain text, as the server does", () => {
    expect(parseText("one\n\ntwo\n", "a.txt").records).toEqual(
      ["one", "", "two"].map((line) => ({ [ONLY_KEY]: line })),
    );
  });

  test.each([
    ["[]", "a.json"],
    ["[1]", "a.json"],
    ["{", "a.json"],
    ["text\n", "a.csv"],
    ["x", "a.exe"],
  ])("refuses %j as %s", (text, name) => {
    expect(() => parseText(text, name)).toThrow(UnreadableData);
  });
});

describe("nameForPasted", () => {
  test.each([
    ['[{"a":1}]', "pasted.json"],
    ['{"a":1}', "pasted.json"],
    ['{"a":1}\n{"a":2}', "pasted.jsonl"],
    ["a\tb\n1\t2", "pasted.tsv"],
    ["a,b\n1,2", "pasted.csv"],
    ["Well, this is prose.\nAnd more", "pasted.txt"],
    ["one line, only", "pasted.txt"],
  ])("%j is %s", (text, name) => {
    expect(nameForPasted(text)).toBe(name);
  });
});
