import { describe, expect, test } from "vitest";
import { attr, boolAttr, readTagTree } from "./tag-tree";

describe("readTagTree", () => {
  test("folds the case of tags and attributes", () => {
    const { root, diagnostics } = readTagTree(
      '<view><CHOICES Name="c" TONAME="t" showinline="true"><choice VALUE="A"/></CHOICES></view>',
    );
    const choices = root?.children[0];
    expect(root?.tag).toBe("View");
    expect(choices?.tag).toBe("Choices");
    expect(choices === undefined ? null : attr(choices, "toName")).toBe("t");
    expect(choices === undefined ? null : boolAttr(choices, "showInline", false)).toBe(true);
    expect(diagnostics).toEqual([]);
  });

  test("reports an unknown tag with its place and keeps its children", () => {
    const { root, diagnostics } = readTagTree('<View>\n  <Blink><Header value="x"/></Blink>\n</View>');
    expect(diagnostics).toEqual([{ severity: "error", message: "Unknown tag <Blink>", at: { line: 2, column: 3 } }]);
    expect(root?.children[0]?.children[0]?.tag).toBe("Header");
  });

  test("turns a syntax error into a diagnostic", () => {
    const { root, diagnostics } = readTagTree("<View>\n<Text></View>");
    expect(root).toBeNull();
    expect(diagnostics[0]?.at).toEqual({ line: 2, column: 9 });
  });
});
