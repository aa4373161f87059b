import { describe, expect, test } from "vitest";
import { parseXml, XmlError } from "./xml";

function failure(source: string): XmlError {
  try {
    parseXml(source);
  } catch (error) {
    if (error instanceof XmlError) return error;
    throw error;
  }
  throw new Error("was read without an error");
}

describe("parseXml", () => {
  test("reads elements, attributes and text with their places", () => {
    const root = parseXml('<View>\n  <Header value="a &lt; b &#x1F600;"/>\n  <!-- note -->tail</View>');
    expect(root.name).toBe("View");
    const [header] = root.children;
    expect(header?.at).toEqual({ line: 2, column: 3 });
    expect(header?.attributes).toEqual([{ name: "value", value: "a < b 😀", at: { line: 2, column: 11 } }]);
    expect(root.text.trim()).toBe("tail");
  });

  test("keeps CDATA as it stands and skips the declaration", () => {
    expect(parseXml('<?xml version="1.0"?>\n<a><![CDATA[1 < 2 && x]]></a>').text).toBe("1 < 2 && x");
  });

  test("counts columns after Windows line ends", () => {
    expect(parseXml("<a>\r\n <b/>\r\n</a>").children[0]?.at).toEqual({ line: 2, column: 2 });
  });

  test.each([
    ["<a>\n<b></a>", 2, 6, "</a> closes nothing: <b> is open"],
    ["<a>", 1, 1, "<a> is never closed"],
    ['<a b="1" b="2"/>', 1, 10, "The attribute b is given twice"],
    ["<a b=1/>", 1, 6, "An attribute's value must stand in quotes"],
    ['<a b="x & y"/>', 1, 9, "Write &amp; instead of a bare &"],
    ['<a b="&bogus;"/>', 1, 7, "Unknown entity &bogus;"],
    ['<a b="<"/>', 1, 7, "Write &lt; instead of < inside a value"],
    ["<!DOCTYPE a><a/>", 1, 1, "DOCTYPE is not allowed in a config"],
    ["<a/><b/>", 1, 5, "Nothing may follow the root element"],
    ["", 1, 1, "The config is empty"],
    ["hello", 1, 1, "An element is expected here"],
    ["<a>&#xD800;</a>", 1, 4, "Unknown entity &#xD800;"],
    ['<a b="x"c="y"/>', 1, 9, "<a needs a > or />"],
  ])("refuses %j at %i:%i", (source, line, column, message) => {
    const error = failure(source);
    expect(error.message).toBe(message);
    expect(error.at).toEqual({ line, column });
  });

  test("refuses endless nesting instead of running out of stack", () => {
    expect(failure("<a>".repeat(5000)).message).toContain("nested");
  });
});
