import { describe, expect, it } from "vitest";
import type { Json } from "../core/json";
import { readResult } from "../core/serializer";
import { buildInterface } from "../tags/interface";
import { type Comparison, compare } from "./comparison";

const TEXT = "Imke Berg, head of the fleet, expects the first trains in Upper Austria in May.";

const ui = buildInterface(
  `<View>
    <Text name="text" value="$text"/>
    <Labels name="label" toName="text"><Label value="Person"/><Label value="Place"/><Label value="Firm"/></Labels>
    <Choices name="kind" toName="text" choice="multiple"><Choice value="News"/><Choice value="Rumour"/></Choices>
    <Choices name="sure" toName="text" perRegion="true"><Choice value="Yes"/><Choice value="No"/></Choices>
    <TextArea name="note" toName="text"/>
  </View>`,
  { text: TEXT },
);
const picture = buildInterface(
  `<View><Image name="image" value="$image"/>
    <RectangleLabels name="label" toName="image"><Label value="Coin"/></RectangleLabels></View>`,
  { image: "/coins.png" },
);

function span(id: string, words: string, label: string): Json {
  const start = TEXT.indexOf(words);
  const value = { start, end: start + words.length, text: words, labels: [label] };
  return { id, from_name: "label", to_name: "text", type: "labels", value };
}

function answer(from_name: string, type: string, said: readonly string[], id = `${from_name}1`): Json {
  return { id, from_name, to_name: "text", type, value: { [type === "textarea" ? "text" : type]: said } };
}

function box(id: string, x: number, width: number): Json {
  const value = { x, y: 10, width, height: 20, rotation: 0, rectanglelabels: ["Coin"] };
  return { id, from_name: "label", to_name: "image", type: "rectanglelabels", value };
}

function compared(one: readonly Json[], other: readonly Json[], config = ui): Comparison {
  return compare(config, readResult(one, config.codecs), readResult(other, config.codecs));
}

const kinds = ({ differences }: Comparison): readonly string[] => differences.map(({ kind }) => kind);

describe("regions", () => {
  it("that are the same differ in nothing, whatever their ids and order", () => {
    const found = compared(
      [span("a", "Imke Berg", "Person"), span("b", "May", "Place")],
      [span("y", "May", "Place"), span("x", "Imke Berg", "Person")],
    );
    expect(kinds(found)).toEqual([]);
    expect(found).toMatchObject({ same: 2, agreement: 1 });
    expect(found.counterparts.a.get("a")).toBe("x");
  });

  it("tell where they begin or end otherwise, what they are called, and what is missing, in reading order", () => {
    const found = compared(
      [
        span("a", "Imke Berg, head of the fleet", "Person"),
        span("b", "Upper Austria", "Place"),
        span("c", "May", "Place"),
      ],
      [span("x", "Imke Berg", "Person"), span("y", "Upper Austria", "Firm")],
    );
    expect(kinds(found)).toEqual(["end", "label", "onlyA"]);
    expect(found.differences.map(({ number }) => number)).toEqual([1, 2, 3]);
    // One pair of the five regions counts, by what it shares; other labels make no pair.
    expect(found.agreement).toBeCloseTo((2 * (9 / 28)) / 5);
  });

  it("are compared with their answers", () => {
    const [a, b] = [span("a", "May", "Place"), span("x", "May", "Place")];
    const found = compared([a, answer("sure", "choices", ["Yes"], "a")], [b, answer("sure", "choices", ["No"], "x")]);
    expect(kinds(found)).toEqual(["answer"]);
    expect(found.differences[0]).toMatchObject({ answers: ["Yes", "No"], a: { key: "a" }, b: { key: "x" } });
    expect(found.same).toBe(1);
  });

  it("on pictures are the same when no eye would tell them apart", () => {
    expect(kinds(compared([box("a", 10, 20)], [box("x", 10.5, 20)], picture))).toEqual([]);
    const moved = compared([box("a", 10, 20)], [box("x", 15, 20)], picture);
    expect(kinds(moved)).toEqual(["place"]);
    expect(moved.agreement).toBeCloseTo(15 / 25);
    expect(kinds(compared([box("a", 10, 20)], [box("x", 60, 20)], picture))).toEqual(["onlyA", "onlyB"]);
  });
});

describe("answers", () => {
  it("differ by what was chosen, not by its order", () => {
    const [one, other] = [answer("kind", "choices", ["News", "Rumour"]), answer("kind", "choices", ["Rumour", "News"])];
    expect(compared([one], [other])).toMatchObject({ same: 1, agreement: 1, differences: [] });
    const found = compared([one], [answer("kind", "choices", ["News"])]);
    expect(found).toMatchObject({ same: 0, agreement: 0.5 });
    expect(found.differences[0]?.answers).toEqual(["News, Rumour", "News"]);
  });

  it("in writing agree by their words, and a missing one agrees in nothing", () => {
    const found = compared([answer("note", "textarea", ["a b c d"])], [answer("note", "textarea", ["a b x d"])]);
    expect(found.agreement).toBeCloseTo(0.75);
    expect(kinds(found)).toEqual(["answer"]);
    expect(compared([answer("note", "textarea", ["a"])], [])).toMatchObject({ agreement: 0 });
  });

  it("of two that say nothing are no agreement, and what is of another kind is counted", () => {
    expect(compared([], [])).toMatchObject({ agreement: null, same: 0, differences: [] });
    const brush = { id: "b", from_name: "brush", to_name: "text", type: "brushlabels", value: {} };
    expect(compared([brush], [])).toMatchObject({ passedOver: 1 });
  });
});
