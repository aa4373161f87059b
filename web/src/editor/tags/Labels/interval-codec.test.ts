import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { setAnswer, setRegion } from "../../core/commands";
import { isRegion, type RegionEntry } from "../../core/entries";
import { isArray, isObject, type JsonObject, parseJson, stringifyJson } from "../../core/json";
import { readResult, writeResult } from "../../core/serializer";
import { RegionStore } from "../../core/store";
import { buildInterface } from "../interface";
import { intervalCodec } from "./codec";

const CONFIG = `<View>
  <Audio name="audio" value="$audio"/>
  <Labels name="who" toName="audio"><Label value="Agent"/><Label value="Customer"/></Labels>
  <TextArea name="said" toName="audio" perRegion="true"/>
  <TextArea name="note" toName="audio"/>
</View>`;

const REGION =
  '{"original_length":92.50,"value":{"start":1.0,"end":2.25,"channel":0,"labels":["Agent"]},"id":"r","from_name":"who","to_name":"audio","type":"labels","origin":"manual"}';
const SAID =
  '{"original_length":92.50,"value":{"start":1.0,"end":2.25,"channel":0,"text":["Hello"]},"id":"r","from_name":"said","to_name":"audio","type":"textarea","origin":"manual"}';
const REAL = [
  REGION,
  SAID,
  '{"value":{"start":3,"end":4,"labels":["Customer"]},"id":"s","from_name":"who","to_name":"audio","type":"labels"}',
  '{"value":{"text":"a lone text"},"id":"n","from_name":"note","to_name":"audio","type":"textarea","meta":{"lead_time":3.10}}',
  '{"value":{"start":4,"end":3,"labels":["Customer"]},"id":"b","from_name":"who","to_name":"audio","type":"labels"}',
  '{"value":{"start":"1","end":3},"id":"c","from_name":"who","to_name":"audio","type":"labels"}',
  '{"value":{"text":[1]},"id":"d","from_name":"note","to_name":"audio","type":"textarea"}',
];

function open(items: readonly string[]) {
  const ui = buildInterface(CONFIG, { audio: "/a.wav" });
  const store = new RegionStore();
  store.load(readResult(parseJson(`[${items.join(",")}]`), ui.codecs));
  return { ui, store, write: (): string => stringifyJson(writeResult(store, ui.codecs)) };
}

function region(store: RegionStore): RegionEntry {
  const entry = store.get("r");
  if (!isRegion(entry)) throw new Error("no region");
  return entry;
}

function last(text: string): JsonObject {
  const items = parseJson(text);
  const item = isArray(items) ? items.at(-1) : undefined;
  if (!isObject(item)) throw new Error("no item");
  return item;
}

describe("sections of a recording", () => {
  test("opened and saved without a change, in any order and number", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(REAL), (items) => {
        expect(open(items).write()).toBe(`[${items.join(",")}]`);
      }),
    );
  });

  test("what the codec writes it reads back", () => {
    const time = fc.double({ min: 0, max: 10_000, noNaN: true });
    fc.assert(
      fc.property(time, time, fc.nat({ max: 7 }), fc.array(fc.string()), (a, b, channel, labels) => {
        const value = { kind: "interval" as const, start: Math.min(a, b), end: Math.max(a, b), channel, labels };
        expect(intervalCodec.read({ value: intervalCodec.write(value, {}) })).toEqual(value);
      }),
    );
  });

  test("a changed end changes the section and what is said about it, and nothing else", () => {
    const { store, write } = open([REGION, SAID]);
    const before = region(store);
    if (before.value.kind !== "interval") throw new Error("no interval");
    store.apply(setRegion(before, { ...before.value, end: 2.5 }));
    expect(write()).toBe(`[${REGION},${SAID}]`.replaceAll("2.25", "2.5"));
  });

  test("a channel that was not written stays unwritten", () => {
    expect(intervalCodec.write({ kind: "interval", start: 3, end: 5, channel: 0, labels: [] }, { start: 3 })).toEqual({
      start: 3,
      end: 5,
    });
  });

  test("a transcript of a section shares its id and repeats its place", () => {
    const { store, write } = open([REGION]);
    const question = { fromName: "said", toName: "audio", type: "textarea", region: region(store) };
    store.apply(setAnswer(store, question, { kind: "texts", texts: ["Good morning"] }, "unused"));
    expect(last(write())).toMatchObject({
      id: "r",
      from_name: "said",
      type: "textarea",
      value: { end: 2.25, channel: 0, text: ["Good morning"] },
    });
    store.apply(setAnswer(store, question, { kind: "texts", texts: [] }, "unused"));
    expect(write()).toBe(`[${REGION}]`);
  });
});
