import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { setAnswer } from "../core/commands";
import { parseJson, stringifyJson } from "../core/json";
import { readResult, writeResult } from "../core/serializer";
import { RegionStore } from "../core/store";
import { type AmountModel, amountCodec, withinLimits } from "./amounts";
import { firstOpen } from "./checks";
import { buildInterface } from "./interface";
import { keysOf, railGroups } from "./rail";

function open(tag: string, attributes: string, result = "[]") {
  const config = `<View><Text name="t" value="$t"/><${tag} name="a" toName="t" ${attributes}/></View>`;
  const ui = buildInterface(config, { t: "x" });
  const store = new RegionStore();
  store.load(readResult(parseJson(result), ui.codecs));
  const model = ui.controls.get("a");
  if (model?.kind !== "amount") throw new Error("no amount");
  return { ui, store, model, write: (): string => stringifyJson(writeResult(store, ui.codecs)) };
}

const model = (tag: string, attributes: string): AmountModel => open(tag, attributes).model;

describe("<Number> and <Rating>", () => {
  test.each([
    ["Number", "", { least: null, most: null, step: null, slides: false, start: null }],
    [
      "Number",
      'min="0" max="10" step="0.5" slider="true" defaultValue="3"',
      { least: 0, most: 10, slides: true, start: 3 },
    ],
    ["Number", 'min="0" slider="true"', { slides: false }],
    ["Rating", "", { least: 1, most: 5, start: null }],
    ["Rating", 'maxRating="10" defaultValue="2"', { most: 10, start: 2 }],
    ["Rating", 'maxRating="many" defaultValue="0"', { most: 5, start: null }],
  ])("%s %s", (tag, attributes, expected) => {
    expect(model(tag, attributes)).toMatchObject(expected);
  });

  test("numbers stay within the limits", () => {
    const limited = model("Number", 'min="1" max="5"');
    expect([0, 3, 9, Number.NaN].map((amount) => withinLimits(limited, amount))).toEqual([1, 3, 5, null]);
    expect(withinLimits(model("Number", ""), -7.5)).toBe(-7.5);
  });

  test("what the codec writes it reads back", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("Number", "Rating"),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (tag, amount) => {
          const codec = amountCodec(model(tag, ""));
          const value = { kind: "amount" as const, amount };
          expect(codec.read({ value: codec.write(value, {}) })).toEqual(value);
        },
      ),
    );
  });

  test.each([
    ["Number", '{"id":"n","from_name":"a","to_name":"t","type":"number","value":{"number":1.50}}'],
    ["Rating", '{"id":"n","from_name":"a","to_name":"t","type":"rating","value":{"rating":3},"meta":{"x":1}}'],
    ["Rating", '{"id":"n","from_name":"a","to_name":"t","type":"rating","value":{"rating":"three"}}'],
  ])("%s opened and saved without a change: %s", (tag, item) => {
    expect(open(tag, "", `[${item}]`).write()).toBe(`[${item}]`);
  });

  test("a required one is asked for, answered, and taken away again", () => {
    const { ui, store, write } = open("Rating", 'required="true"');
    const question = { fromName: "a", toName: "t", type: "rating", region: null };
    expect(firstOpen(ui, store)).toMatchObject({ control: "a" });
    store.apply(setAnswer(store, question, { kind: "amount", amount: 4 }, "new"));
    expect(firstOpen(ui, store)).toBeNull();
    expect(parseJson(write())).toMatchObject([{ id: "new", type: "rating", value: { rating: 4 } }]);
    store.apply(setAnswer(store, question, { kind: "amount", amount: null }, "unused"));
    expect(write()).toBe("[]");
  });

  test("they stand in the rail and take no keys from labels", () => {
    const { ui } = open("Rating", "");
    expect(railGroups(ui).map(({ title }) => title)).toEqual(["A"]);
    expect([...keysOf(ui, [])]).toEqual([]);
  });
});
