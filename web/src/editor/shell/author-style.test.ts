import { expect, test } from "vitest";
import { readStyle } from "./author-style";

test.each([
  ["display: flex; gap:8px", { display: "flex", gap: "8px" }],
  ["background-color: #fff; -webkit-line-clamp: 2", { backgroundColor: "#fff", WebkitLineClamp: "2" }],
  [
    "width: calc(100% - 10px); box-shadow: 2px 2px 5px #999 !important",
    { width: "calc(100% - 10px)", boxShadow: "2px 2px 5px #999" },
  ],
  ["--gap: 1em; padding: var(--gap)", { "--gap": "1em", padding: "var(--gap)" }],
  ["content: 'a;b'; color: red", { content: "'a;b'", color: "red" }],
  ["position: fixed; inset: 0", { inset: "0" }],
  ["background: url(//evil.example/x.png); color: red", { color: "red" }],
  ["background: UrL (x)", {}],
  ["width: expression(alert(1)); x{}: 1; : 2; nonsense", {}],
  [undefined, {}],
])("%s", (text, expected) => {
  expect(readStyle(text)).toEqual(expected);
});
