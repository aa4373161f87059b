import { expect, test } from "vitest";
import { type Entry, fitting, pieces, wantedOf } from "./entries";

const entry = (name: string, note?: string): Entry => ({
  id: name,
  group: "places",
  icon: "rows",
  name,
  ...(note !== undefined && { note }),
  run: () => undefined,
});

const names = (entries: readonly Entry[]): readonly string[] => entries.map(({ name }) => name);

test.each([
  ["  Press  rel ", { onlyCommands: false, text: "Press  rel", words: ["press", "rel"] }],
  [" > theme", { onlyCommands: true, text: "theme", words: ["theme"] }],
  [">", { onlyCommands: true, text: "", words: [] }],
])("%s", (typed, wanted) => {
  expect(wantedOf(typed)).toEqual(wanted);
});

test("beginnings stand before words, and words before what is somewhere", () => {
  const all = [entry("Reports", "project"), entry("All exports"), entry("Port of Varna"), entry("Dark")];
  expect(names(fitting(all, ["port"]))).toEqual(["Port of Varna", "Reports", "All exports"]);
  expect(names(fitting(all, ["export"]))).toEqual(["All exports"]);
  expect(names(fitting(all, ["pro", "rep"]))).toEqual(["Reports"]);
  expect(fitting(all, ["pro"])).toEqual([]);
  expect(fitting(all, ["varna", "dark"])).toEqual([]);
  expect(fitting(all, [])).toEqual(all);
});

test("what was typed is told apart in a name, signs of patterns included", () => {
  expect(pieces("The fund expects", ["exp"])).toEqual(["The fund ", "exp", "ects"]);
  expect(pieces("C++ (draft)", ["c++", "("])).toEqual(["", "C++", " ", "(", "draft)"]);
  expect(pieces("Dark", [])).toEqual(["Dark"]);
});
