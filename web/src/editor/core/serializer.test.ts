import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildInterface, type LabelInterface } from "../tags/interface";
import { relabel, setAnswer, setRegion } from "./commands";
import { isRegion, type RegionEntry } from "./entries";
import { isObject, type Json, type JsonObject, keepsSpelling, parseJson, stringifyJson } from "./json";
import { readResult, writeResult } from "./serializer";
import { RegionStore } from "./store";

const TEXT = "Ünï 😀 Ada Lovelace\r\nmet 👨‍👩‍👧 e\u0301toile.";
const CONFIG = `<View>
  <Text name="text" value="$text"/>
  <Labels name="label" toName="text"><Label value="Person"/><Label value="Place" alias="LOC"/></Labels>
  <Choices name="mood" toName="text"><Choice value="Good"/><Choice value="Bad"/></Choices>
  <Choices name="sure" toName="text" perRegion="true" choice="multiple"><Choice value="yes"/><Choice value="no"/></Choices>
  <Choices name="topic" toName="text"><Choice value="a"><Choice value="b"/></Choice></Choices>
  <Image name="img" value="$img"/>
  <RectangleLabels name="box" toName="img"><Label value="Car"/></RectangleLabels>
</View>`;

function open(result: string): { ui: LabelInterface; store: RegionStore } {
  const ui = buildInterface(CONFIG, { text: TEXT, img: "/a.png" });
  const store = new RegionStore();
  store.load(readResult(parseJson(result), ui.codecs));
  return { ui, store };
}

function write({ ui, store }: { ui: LabelInterface; store: RegionStore }): string {
  return stringifyJson(writeResult(store, ui.codecs));
}

function region(store: RegionStore, key: string): RegionEntry {
  const entry = store.get(key);
  if (!isRegion(entry)) throw new Error(`${key} is no region`);
  return entry;
}

function lastItem(text: string): JsonObject {
  const items = parseJson(text);
  const last: Json | undefined = Array.isArray(items) ? items.at(-1) : undefined;
  if (!isObject(last)) throw new Error("no item");
  return last;
}

const REAL = [
  '{"id":"Dx_aB3","from_name":"box","to_name":"img","type":"rectanglelabels","origin":"manual","original_width":800,"original_height":600,"image_rotation":0,"value":{"x":12.50,"y":30.0,"width":25,"height":1e1,"rotation":0,"rectanglelabels":["Car"]}}',
  '{"value":{"start":4,"end":5,"text":"😀","labels":["Person"],"globalOffsets":{"start":4}},"id":"s1","from_name":"label","to_name":"text","type":"labels","meta":{"text":["note"]},"score":0.50,"strange":{"n":12345678901234567890}}',
  '{"id":"s1","from_name":"sure","to_name":"text","type":"choices","value":{"start":4,"end":5,"text":"😀","choices":["yes"]}}',
  '{"id":"m","from_name":"mood","to_name":"text","type":"choices","value":{"choices":["Good"]},"readonly":true}',
  '{"id":"t","from_name":"topic","to_name":"text","type":"choices","value":{"choices":[["a","b"]]}}',
  '{"id":"b","from_name":"brush","to_name":"img","type":"brushlabels","value":{"format":"rle","rle":[0,1,255],"brushlabels":["x"]}}',
  '{"from_id":"s1","to_id":"Dx_aB3","type":"relation","direction":"right","labels":["in"]}',
  '{"id":"s1","from_name":"label","to_name":"text","type":"labels","value":{"start":9000,"end":9001,"labels":["Person"]}}',
  '{"id":"odd","from_name":"label","to_name":"text","type":"labels","value":"?"}',
  '"not even an object"',
  "null",
  "{}",
];

describe("open and save without a change", () => {
  test("spelling of numbers is kept by this runtime", () => {
    expect(keepsSpelling).toBe(true);
  });

  test("gives the same text for every kind of item", () => {
    const text = `[${REAL.join(",")}]`;
    expect(write(open(text))).toBe(text);
  });

  test("gives the same text for any list of items, in any order and number", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...REAL), { maxLength: 12 }), (items) => {
        const text = `[${items.join(",")}]`;
        expect(write(open(text))).toBe(text);
      }),
    );
  });

  test("gives the same value for anything that is JSON", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 6 }), (items) => {
        const text = JSON.stringify(items);
        expect(write(open(text))).toBe(text);
      }),
    );
  });
});

describe("open, change and save", () => {
  test("changes what was changed and nothing else", () => {
    const opened = open(`[${REAL[0]}]`);
    const box = region(opened.store, "Dx_aB3");
    if (box.value.kind !== "box") throw new Error("no box");
    opened.store.apply(setRegion(box, { ...box.value, x: 13 }));
    expect(write(opened)).toBe(`[${REAL[0]?.replace('"x":12.50', '"x":13')}]`);
  });

  test("offsets on the wire are code points, inside they are code units", () => {
    const opened = open(`[${REAL[1]}]`);
    const entry = region(opened.store, "s1");
    expect(entry.value).toMatchObject({ start: 4, end: 6 });
    const start = TEXT.indexOf("Ada");
    opened.store.apply(setRegion(entry, { kind: "span", start, end: TEXT.indexOf("\r\n"), labels: ["Person"] }));
    const { value } = lastItem(write(opened));
    expect(value).toMatchObject({ start: 6, end: 18, text: "Ada Lovelace", globalOffsets: { start: 4 } });
  });

  test("a line end of two characters is covered as it is", () => {
    const opened = open(`[${REAL[1]}]`);
    const start = TEXT.indexOf("Lovelace");
    opened.store.apply(setRegion(region(opened.store, "s1"), { kind: "span", start, end: start + 13, labels: [] }));
    expect(lastItem(write(opened)).value).toMatchObject({ start: 10, end: 23, text: "Lovelace\r\nmet", labels: [] });
  });

  test("relabelling keeps every foreign key", () => {
    const opened = open(`[${REAL[1]}]`);
    opened.store.apply(relabel(region(opened.store, "s1"), ["LOC"]));
    expect(write(opened)).toBe(`[${REAL[1]?.replace('["Person"]', '["LOC"]')}]`);
  });

  test("an answer about a region follows the region when that moves", () => {
    const opened = open(`[${REAL[1]},${REAL[2]}]`);
    opened.store.apply(setRegion(region(opened.store, "s1"), { kind: "span", start: 0, end: 3, labels: ["Person"] }));
    expect(lastItem(write(opened)).value).toEqual({ start: 0, end: 3, text: "Ünï", choices: ["yes"] });
  });

  test("a new answer about a region shares its id and repeats its place", () => {
    const opened = open(`[${REAL[0]}]`);
    const question = { fromName: "sure", toName: "img", type: "choices", region: region(opened.store, "Dx_aB3") };
    opened.store.apply(setAnswer(opened.store, question, { kind: "choices", chosen: [["no"]] }, "unused"));
    expect(lastItem(write(opened))).toMatchObject({
      id: "Dx_aB3",
      from_name: "sure",
      original_width: 800,
      value: { x: 12.5, width: 25, choices: ["no"] },
    });
  });

  test("nested choices are written as paths, flat ones as texts", () => {
    const opened = open("[]");
    const ask = (fromName: string, path: string[]): void =>
      opened.store.apply(
        setAnswer(
          opened.store,
          { fromName, toName: "text", type: "choices", region: null },
          { kind: "choices", chosen: [path] },
          fromName,
        ),
      );
    ask("topic", ["a", "b"]);
    ask("mood", ["Bad"]);
    expect(write(opened)).toContain('"value":{"choices":[["a","b"]]}');
    expect(lastItem(write(opened)).value).toEqual({ choices: ["Bad"] });
  });
});

describe("codecs", () => {
  test("what a span codec writes it reads back", () => {
    const { ui } = open("[]");
    const codec = ui.codecs.get("label");
    const bounds = [0];
    for (const point of TEXT) bounds.push((bounds.at(-1) ?? 0) + point.length);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...bounds), { minLength: 2, maxLength: 2 }),
        fc.array(fc.string()),
        (ends, labels) => {
          const [start = 0, end = 0] = ends.sort((a, b) => a - b);
          const value = { kind: "span" as const, start, end, labels };
          expect(codec?.read({ value: codec.write(value, {}) })).toEqual(value);
        },
      ),
    );
  });

  test("what a box codec writes it reads back", () => {
    const codec = open("[]").ui.codecs.get("box");
    const size = fc.double({ min: 0, max: 1000, noNaN: true });
    const place = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(place, place, size, size, place, fc.array(fc.string()), (x, y, width, height, rotation, labels) => {
        const value = { kind: "box" as const, x, y, width, height, rotation, labels };
        expect(codec?.read({ value: codec.write(value, {}) })).toEqual(value);
      }),
    );
  });
});
