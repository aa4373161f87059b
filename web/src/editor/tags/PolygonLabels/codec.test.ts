import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addRegion, relabel, setRegion } from "../../core/commands";
import { isRegion, type RegionEntry } from "../../core/entries";
import { parseJson, stringifyJson } from "../../core/json";
import { readResult, writeResult } from "../../core/serializer";
import { RegionStore } from "../../core/store";
import { shapeValue } from "../Image/outlines";
import { buildInterface } from "../interface";
import { colourOf, countLabels, labelsOf, nameOf, shapeMakersFor } from "../regions";
import { polygonCodec } from "./codec";

const CONFIG = `<View>
  <Image name="image" value="$image"/>
  <PolygonLabels name="label" toName="image" strokeWidth="3" opacity="0.4" pointSize="large" pointStyle="rectangle">
    <Label value="Building" background="blue"/><Label value="Road"/>
  </PolygonLabels>
  <Polygon name="outline" toName="image"/>
  <Rectangle name="box" toName="image"/>
  <Labels name="what" toName="image"><Label value="Roof" background="#123456"/><Label value="Wall"/></Labels>
</View>`;

const SIZE = { width: 800, height: 600 };
const ITEM = (value: string, rest = ""): string =>
  `{"original_width":800,"original_height":600,"image_rotation":0,"value":${value},"id":"p1","from_name":"label","to_name":"image","type":"polygonlabels","origin":"manual"${rest}}`;
const REAL = [
  ITEM('{"points":[[10.0,20],[30.50,20],[3.3333333333333335,4e1]],"closed":true,"polygonlabels":["Building"]}'),
  ITEM('{"points":[[10,20],[30,20],[30,40]],"polygonlabels":["Gone"]}', ',"score":0.75,"meta":{"text":["x"]}'),
  ITEM('{"points":[[10,20],[30,20],[30,40]],"closed":false,"polygonlabels":["Road"]}', ',"readonly":true'),
];
const PAIR = [
  '{"original_width":800,"original_height":600,"image_rotation":0,"value":{"points":[[1,2],[3,2],[3,5.0]],"closed":true},"id":"s","from_name":"outline","to_name":"image","type":"polygon","origin":"manual"}',
  '{"original_width":800,"original_height":600,"image_rotation":0,"value":{"points":[[1,2],[3,2],[3,5.0]],"closed":true,"labels":["Roof"]},"id":"s","from_name":"what","to_name":"image","type":"labels","origin":"manual"}',
];

function open(items: readonly string[]) {
  const ui = buildInterface(CONFIG, { image: "/a.png" });
  const store = new RegionStore();
  store.load(readResult(parseJson(`[${items.join(",")}]`), ui.codecs));
  const write = (): string => stringifyJson(writeResult(store, ui.codecs));
  return { ui, store, write };
}

function region(store: RegionStore, key: string): RegionEntry {
  const entry = store.get(key);
  if (!isRegion(entry)) throw new Error(`${key} is no region`);
  return entry;
}

describe("<PolygonLabels>", () => {
  test.each([...REAL, ITEM('{"points":[[1,2],[3]],"closed":true}'), ITEM('{"points":[[1,2],[3,4]]}')])(
    "opened and saved without a change: %s",
    (item) => {
      expect(open([item]).write()).toBe(`[${item}]`);
    },
  );

  test.each([
    '{"points":[[1,2],[3]],"closed":true}',
    '{"points":[[1,2],[3,4]],"closed":true}',
    '{"points":[[1,2],[3,4],["5",6]],"closed":true}',
    '{"points":[[1,2],[3,4],[5,6]],"closed":"yes"}',
    '{"points":[[1,2],[3,4],[5,6]],"polygonlabels":7}',
    "[]",
  ])("%s is kept but not drawn", (value) => {
    expect(open([ITEM(value)]).store.get("p1")?.value.kind).toBe("opaque");
  });

  test("what the codec writes it reads back", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    const codec = polygonCodec("polygonlabels", "polygonlabels");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(number, number), { minLength: 3 }),
        fc.boolean(),
        fc.array(fc.string()),
        (points, closed, labels) => {
          const value = { kind: "polygon" as const, points, closed, labels };
          expect(codec.read({ value: codec.write(value, {}) })).toEqual(value);
        },
      ),
    );
  });

  test("a moved corner changes nothing but that corner, to the last digit", () => {
    const { store, write } = open(REAL.slice(0, 1));
    const before = region(store, "p1");
    if (before.value.kind !== "polygon") throw new Error("no polygon");
    const pixels = before.value.points.map(([x, y]) => ({ x: (x * 800) / 100, y: (y * 600) / 100 }));
    const moved = pixels.map((point, index) => (index === 1 ? { x: 400, y: 300 } : point));
    const value = shapeValue({ points: moved, closed: true }, SIZE, { labels: ["Building"], before: before.value });
    store.apply(setRegion(before, value));
    expect(write()).toBe(`[${REAL[0]?.replace("[30.50,20]", "[50,50]")}]`);
  });

  test("a new one is written as the format wants it", () => {
    const { ui, store, write } = open([]);
    const square = [
      { x: 80, y: 60 },
      { x: 160, y: 60 },
      { x: 160, y: 120 },
    ];
    const value = shapeValue({ points: square, closed: true }, SIZE, { labels: ["Road"] });
    const extras = { original_width: 800, original_height: 600, image_rotation: 0 };
    store.apply(
      addRegion(store, { id: "n", fromName: "label", toName: "image", type: "polygonlabels", value, extras }),
    );
    expect(parseJson(write())).toEqual([
      {
        id: "n",
        from_name: "label",
        to_name: "image",
        type: "polygonlabels",
        origin: "manual",
        ...extras,
        value: {
          points: [
            [10, 10],
            [20, 10],
            [20, 20],
          ],
          closed: true,
          polygonlabels: ["Road"],
        },
      },
    ]);
    expect(nameOf(ui, region(store, "n"))).toBe("Road");
  });

  test("the author's look is read", () => {
    const { ui } = open([]);
    expect(shapeMakersFor(ui, "image").map(({ control, labels, look }) => [control.name, labels?.name, look])).toEqual([
      ["label", "label", { strokeWidth: 3, fillOpacity: 0.4, pointSize: 15, pointStyle: "rectangle" }],
      ["outline", "what", { strokeWidth: null, fillOpacity: null, pointSize: 9, pointStyle: "circle" }],
      ["box", "what", { strokeWidth: null, fillOpacity: null, pointSize: 9, pointStyle: "circle" }],
    ]);
  });
});

describe("<Polygon> with <Labels>", () => {
  test("two items are one region, labelled and coloured by the second", () => {
    const { ui, store, write } = open(PAIR);
    const shape = region(store, "s");
    expect(labelsOf(ui, shape).map(({ name }) => name)).toEqual(["Roof"]);
    expect(colourOf(ui, shape)).toBe("#123456");
    expect(countLabels(ui, store.entries())).toEqual(new Map([["what/Roof", 1]]));
    expect(write()).toBe(`[${PAIR.join(",")}]`);
  });

  test.each([
    ["the label item first", [PAIR[1], PAIR[0]]],
    ["a label item alone", [PAIR[1]]],
    ["two label items", [PAIR[0], PAIR[1], PAIR[1]]],
    ["a shape alone", [PAIR[0]]],
  ])("%s: opened and saved without a change", (_name, items) => {
    expect(open(items.flatMap((item) => item ?? [])).write()).toBe(`[${items.join(",")}]`);
  });

  test("relabelling and moving change both items and nothing else in them", () => {
    const { store, write } = open(PAIR);
    store.apply(relabel(region(store, "s"), ["Wall"]));
    expect(write()).toBe(`[${PAIR.join(",").replace("Roof", "Wall")}]`);
    const shape = region(store, "s");
    if (shape.value.kind !== "polygon") throw new Error("no polygon");
    store.apply(setRegion(shape, { ...shape.value, points: [[0, 2], ...shape.value.points.slice(1)] }));
    expect(write()).toBe(`[${PAIR.join(",").replace("Roof", "Wall").replaceAll("[1,2]", "[0,2]")}]`);
  });

  test("the last label takes its item along, the first brings one up", () => {
    const { store, write } = open(PAIR);
    store.apply(relabel(region(store, "s"), []));
    expect(write()).toBe(`[${PAIR[0]}]`);
    const alone = open(PAIR.slice(0, 1).map((item) => item.replace("5.0", "5")));
    alone.store.apply(relabel(region(alone.store, "s"), ["Roof"]));
    expect(parseJson(alone.write())).toEqual(parseJson(`[${PAIR.join(",")}]`.replaceAll("5.0", "5")));
  });
});
