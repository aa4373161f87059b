import { EditorState } from "@codemirror/state";
import { describe, expect, test } from "vitest";
import type { ConfigIssue } from "../../api/api-error";
import { diagnosticsOf, errorLineStarts, issueSpan } from "./issues";
import { namedTags } from "./value-completion";

const TEXT = `<View>\n  <Text name="t" value="$text"/>\n  <Choices name="c" toName="txt"/>\n</View>`;
const state = EditorState.create({ doc: TEXT });

function issue(line: number | null, column: number | null, severity: ConfigIssue["severity"] = "error"): ConfigIssue {
  return { code: "x", severity, line, column, tag: null, name: null, attribute: null, message: "why" };
}

describe("issueSpan", () => {
  test("covers the word at the position", () => {
    const { from, to } = issueSpan(state, issue(3, 3));
    expect(TEXT.slice(from, to)).toBe("<Choices");
  });

  test.each([
    [null, null],
    [99, 99],
    [0, 0],
  ])("line %s, column %s stays inside the text", (line, column) => {
    const { from, to } = issueSpan(state, issue(line, column));
    expect(from).toBeGreaterThanOrEqual(0);
    expect(to).toBeLessThanOrEqual(TEXT.length);
    expect(to).toBeGreaterThanOrEqual(from);
  });
});

test("diagnostics come in the order of the text", () => {
  expect(diagnosticsOf(state, [issue(3, 1), issue(1, 1)]).map(({ from }) => from)).toEqual([
    0,
    TEXT.indexOf("  <Choices"),
  ]);
});

test("only errors shade a line, and each line once", () => {
  const starts = errorLineStarts(state, [issue(3, 3), issue(3, 20), issue(2, 1, "warning")]);
  expect(starts).toEqual([TEXT.indexOf("  <Choices")]);
});

test("named tags are found with the tag they stand on", () => {
  expect(namedTags(TEXT)).toEqual([
    { tag: "Text", name: "t" },
    { tag: "Choices", name: "c" },
  ]);
});
