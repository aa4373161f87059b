import { expect, test } from "vitest";
import { Echoes } from "./echoes";

test("a text that was sent comes back as an echo, late or skipped over", () => {
  const echoes = new Echoes();
  for (const text of ["a", "ab", "abc"]) echoes.sent(text);
  expect(echoes.isEcho("ab")).toBe(true);
  expect(echoes.isEcho("abc")).toBe(true);
});

test("a text set by somebody else is none, and ends the waiting for older ones", () => {
  const echoes = new Echoes();
  echoes.sent("a");
  expect(echoes.isEcho("<View/>")).toBe(false);
  expect(echoes.isEcho("a")).toBe(false);
});
