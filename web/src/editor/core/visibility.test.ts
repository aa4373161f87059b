import { describe, expect, test } from "vitest";
import { readTagTree, type TagNode } from "./tag-tree";
import { isVisible, pathTo, type VisibilityState } from "./visibility";

function view(attributes: string): TagNode {
  const { root } = readTagTree(`<View ${attributes}/>`);
  if (root === null) throw new Error("not read");
  return root;
}

const nothing: VisibilityState = { selected: null, chosen: new Map() };
const car: VisibilityState = {
  selected: { fromName: "box", labels: ["Car"] },
  chosen: new Map([["mood", [["Good"]]]]),
};

describe("isVisible", () => {
  test.each([
    ['visibleWhen="region-selected"', false, true],
    ['visibleWhen="no-region-selected"', true, false],
    ['visibleWhen="region-selected" whenLabelValue="Truck,Car"', false, true],
    ['visibleWhen="region-selected" whenLabelValue="Truck"', false, false],
    ['visibleWhen="region-selected" whenTagName="other"', false, false],
    ['visibleWhen="choice-selected"', false, true],
    ['visibleWhen="choice-selected" whenTagName="mood" whenChoiceValue="Bad,Good"', false, true],
    ['visibleWhen="choice-selected" whenTagName="mood" whenChoiceValue="Bad"', false, false],
    ['visibleWhen="choice-unselected" whenTagName="mood"', true, false],
    ['whenChoiceValue="Good"', false, true],
    ['visibleWhen="never-heard-of"', true, true],
    ["", true, true],
  ])("%s", (attributes, empty, selected) => {
    expect(isVisible(view(attributes), nothing)).toBe(empty);
    expect(isVisible(view(attributes), car)).toBe(selected);
  });
});

test("pathTo lists the tags from the root down", () => {
  const { root } = readTagTree('<View><View><Header value="x"/></View></View>');
  if (root === null) throw new Error("not read");
  expect(pathTo(root, "0.0.0").map((node) => node.tag)).toEqual(["View", "View", "Header"]);
});
