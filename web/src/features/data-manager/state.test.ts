import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { View } from "../../api/views";
import { isComplete, readList, valueText } from "./operators";
import { parseOrder, toggled } from "./ordering";
import { dataSearch, readFilters } from "./search";
import { ALL_SELECTED, countSelected, isSelected, NOTHING_SELECTED, selectedItems, withTicks } from "./selection";
import { currentState, dataOf, isEdited, savedState } from "./view-state";

const CONDITION = { filter: "filter:tasks:data.price", operator: "greater", type: "Number", value: 50 } as const;
const FILTERS = { conjunction: "or", items: [CONDITION, { conjunction: "and", items: [] }] } as const;

function view(data: View["data"]): View {
  return { id: 3, project: 1, user: 1, order: 0, data };
}

describe("the address", () => {
  test("keeps what makes sense and drops the rest", () => {
    const raw = {
      tab: 3,
      filters: FILTERS,
      order: ["-tasks:id"],
      layout: "grid",
      widths: { id: 80, x: -1 },
      preview: 7,
    };
    expect(dataSearch(raw)).toEqual({ ...raw, widths: { id: 80 } });
    expect(dataSearch({ tab: "x", filters: 5, order: "id", layout: "wall", columns: [1], pinned: {} })).toEqual({});
    expect(dataSearch({ task: 9 })).toEqual({ preview: 9 });
    // The router keeps what is not spoken of, so that nothing has to be said.
    expect(dataSearch({ filters: "{broken" })).toHaveProperty("filters", undefined);
  });

  test("never throws, whatever stands in it", () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (raw) => void dataSearch(raw)));
    fc.assert(fc.property(fc.jsonValue(), (raw) => void readFilters({ items: [raw, { items: [raw] }] })));
  });
});

describe("a view", () => {
  const saved = savedState(view({ title: "Cheap", filters: FILTERS, ordering: ["tasks:id"], type: "grid" }));

  test("is what the tab has saved, with the address over it", () => {
    expect(saved).toMatchObject({ filters: FILTERS, order: ["tasks:id"], layout: "grid" });
    const current = currentState(saved, { order: [] });
    expect(current).toMatchObject({ filters: FILTERS, order: [] });
    expect([isEdited(saved, saved), isEdited(saved, current)]).toEqual([false, true]);
  });

  test("is saved and read back the same, and keeps what others put there", () => {
    const data = dataOf(saved, "Cheap", { gridWidth: 4 });
    expect(data).toMatchObject({ title: "Cheap", gridWidth: 4, type: "grid" });
    expect(savedState(view(data))).toEqual(saved);
  });

  test("survives data of another client", () => {
    expect(
      savedState(view({ filters: { conjunction: "and", items: [] }, hiddenColumns: { explore: [] } })).order,
    ).toEqual([]);
    expect(savedState(undefined).layout).toBe("table");
  });
});

describe("orderings", () => {
  test("a click ascends, descends, and ends", () => {
    expect(parseOrder("-tasks:data.x")).toEqual({ column: "data.x", descending: true });
    let order: readonly string[] = ["tasks:id"];
    order = toggled(order, "data.x", false);
    expect(order).toEqual(["tasks:data.x"]);
    order = toggled(order, "data.x", false);
    expect(order).toEqual(["-tasks:data.x"]);
    expect(toggled(order, "data.x", false)).toEqual([]);
  });

  test("with Shift the other columns stay", () => {
    const both = toggled(["tasks:id"], "data.x", true);
    expect(both).toEqual(["tasks:id", "tasks:data.x"]);
    expect(toggled(both, "id", true)).toEqual(["-tasks:id", "tasks:data.x"]);
    expect(toggled(["-tasks:id", "tasks:data.x"], "id", true)).toEqual(["tasks:data.x"]);
  });
});

describe("a selection", () => {
  test("of some", () => {
    const some = withTicks(NOTHING_SELECTED, [1, 2], true);
    expect([isSelected(some, 1), isSelected(some, 3), countSelected(some, 10)]).toEqual([true, false, 2]);
    expect(selectedItems(withTicks(some, [1], false))).toEqual({ all: false, included: [2] });
  });

  test("of all but some", () => {
    const most = withTicks(ALL_SELECTED, [5], false);
    expect([isSelected(most, 5), isSelected(most, 1), countSelected(most, 10)]).toEqual([false, true, 9]);
    expect(selectedItems(most)).toEqual({ all: true, excluded: [5] });
    expect(withTicks(most, [5], true)).toEqual(ALL_SELECTED);
  });
});

describe("values", () => {
  test.each([
    [true, "yes"],
    [1200, "1,200"],
    [["a", 2], "a, 2"],
    [{ min: 1, max: 5 }, "1 – 5"],
    [{ min: null, max: 5 }, "… – 5"],
  ])("%j reads %s", (value, expected) => {
    expect(valueText(value)).toBe(expected);
  });

  test.each([
    ["", false],
    ["a", true],
    [0, true],
    [[], false],
    [{}, false],
    [{ min: 0 }, true],
  ])("%j is complete: %s", (value, expected) => {
    expect(isComplete(value)).toBe(expected);
  });

  test("lists are typed with commas", () => {
    expect(readList("a, b,,", "String")).toEqual(["a", "b"]);
    expect(readList("1, 2.5", "Number")).toEqual([1, 2.5]);
  });
});
