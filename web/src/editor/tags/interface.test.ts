import { describe, expect, test } from "vitest";
import { addRegion, setAnswer } from "../core/commands";
import { isRegion } from "../core/entries";
import { RegionStore } from "../core/store";
import { toggle } from "./Choices/model";
import { firstOpen, omitsAnswer, visibilityState } from "./checks";
import { buildInterface, loadTexts } from "./interface";
import { humanName, keysOf, railGroups } from "./rail";

const messages = (config: string): readonly string[] =>
  buildInterface(config, {}).diagnostics.map(({ message }) => message);

describe("buildInterface", () => {
  test("links controls to objects, whatever the order, and fills in the only object", () => {
    const ui = buildInterface(
      '<View><Choices name="c"><Choice value="A"/></Choices><Text name="t" value="$t"/></View>',
      { t: "x" },
    );
    expect(ui.controls.get("c")?.toNames).toEqual(["t"]);
    expect(ui.diagnostics).toEqual([]);
  });

  test.each([
    ['<View><Text value="$t"/></View>', "<Text> needs a name"],
    ['<View><Text name="a" value="$t"/><Text name="a" value="$t"/></View>', "The name a is given twice"],
    ['<View><Text name="a" value="$t"/><Choices name="c" toName="b"/></View>', "toName: nothing is called b"],
    [
      '<View><Text name="a" value="$t"/><Text name="b" value="$t"/><Choices name="c"/></View>',
      "<Choices> needs a toName",
    ],
  ])("%s", (config, message) => {
    expect(messages(config)).toContain(message);
  });

  test("colours: the author's as they are, the others from the palette in order", () => {
    const ui = buildInterface(
      '<View><Image name="i" value="$i"/><RectangleLabels name="a" toName="i"><Label value="x"/><Label value="y" background="#123"/></RectangleLabels><RectangleLabels name="b" toName="i"><Label value="z"/></RectangleLabels></View>',
      {},
    );
    const colours = [...ui.controls.values()].flatMap((control) =>
      control.kind === "labels" ? control.labels.map((label) => label.colour) : [],
    );
    expect(colours).toEqual(["var(--label-1)", "#123", "var(--label-2)"]);
  });

  test("labels and choices listed in the task stand beside the written ones", () => {
    const ui = buildInterface(
      '<View><Text name="t" value="$t"/><Labels name="l" toName="t" value="$labels"><Label value="A"/></Labels><Choices name="c" toName="t" value="$options"/></View>',
      {
        t: "x",
        labels: [{ value: "B", background: "red", hotkey: "k" }, "C", { value: "A" }],
        options: [{ value: "x", children: [{ value: "y" }] }],
      },
    );
    const labels = ui.controls.get("l");
    const choices = ui.controls.get("c");
    expect(
      labels?.kind === "labels" ? labels.labels.map(({ id, colour, hotkey }) => [id, colour, hotkey]) : null,
    ).toEqual([
      ["A", "var(--label-1)", null],
      ["B", "red", "k"],
      ["C", "var(--label-2)", null],
    ]);
    expect(choices?.kind === "choices" ? choices.choices[0]?.children[0]?.path : null).toEqual(["x", "y"]);
  });

  test("texts behind an address are loaded before results are read", async () => {
    const ui = buildInterface(
      '<View><Text name="t" value="$t" valueType="url"/><Labels name="l" toName="t"><Label value="A"/></Labels></View>',
      { t: "/x.txt" },
    );
    const loaded = await loadTexts(ui, (url) => Promise.resolve(`text of ${url}`));
    const item = { value: { start: 0, end: 4, labels: ["A"] } };
    expect(ui.codecs.get("l")?.read(item)).toBeNull();
    expect(loaded.codecs.get("l")?.read(item)).toMatchObject({ start: 0, end: 4 });
    expect(loaded.codecs.get("l")?.write({ kind: "span", start: 0, end: 4, labels: ["A"] }, {})).not.toHaveProperty(
      "text",
    );
  });

  test("base64 fields are decoded", () => {
    const ui = buildInterface('<View><Text name="t" value="$t" encoding="base64unicode"/></View>', { t: "w4RwZmVs" });
    const text = ui.objects.get("t");
    expect(text?.kind === "text" ? text.content : null).toBe("Äpfel");
  });

  test("controls of later versions are kept as they are", () => {
    const ui = buildInterface(
      '<View><Image name="i" value="$i"/><EllipseLabels name="p" toName="i"><Label value="A"/></EllipseLabels></View>',
      {},
    );
    expect(ui.controls.get("p")?.kind).toBe("other");
    expect(ui.codecs.has("p")).toBe(false);
    expect(ui.diagnostics).toEqual([]);
  });
});

describe("rail", () => {
  const ui = buildInterface(
    `<View><Text name="t" value="$t"/><Labels name="l" toName="t"><Label value="A"/><Label value="B" hotkey="2"/></Labels>
     <View><Header value="Document type"/><Choices name="doc_type" toName="t"><Choice value="X"/><Choice value="Y"/></Choices></View>
     <Header value="$t"/><Choices name="mood2" toName="t"><Choice value="Z"/></Choices>
     <Choices name="sure" toName="t" perRegion="true"><Choice value="yes"/></Choices></View>`,
    { t: "x" },
  );

  test("takes over a header that names the question, never one that shows the task", () => {
    expect(railGroups(ui).map(({ title, headerPath }) => [title, headerPath])).toEqual([
      ["Labels", null],
      ["Document type", "0.2.0"],
      ["Mood2", null],
    ]);
  });

  test("gives every label and choice a key of its own", () => {
    expect(Object.fromEntries(keysOf(ui, ["u", "w"]))).toEqual({
      "l/label/A": "1",
      "l/label/B": "2",
      "doc_type/choice/X": "q",
      "doc_type/choice/Y": "e",
      "mood2/choice/Z": "t",
      "sure/choice/yes": "a",
    });
  });

  test.each([
    ["docType", "Doc type"],
    ["image_quality", "Image quality"],
    ["OCR", "Ocr"],
  ])("%s reads %s", (name, title) => {
    expect(humanName(name)).toBe(title);
  });
});

describe("answers", () => {
  const ui = buildInterface(
    `<View><Text name="t" value="$t"/><Labels name="l" toName="t"><Label value="A"/><Label value="B"/></Labels>
     <Choices name="kind" toName="t" required="true"><Choice value="Good"/><Choice value="Bad"/></Choices>
     <View visibleWhen="choice-selected" whenTagName="kind" whenChoiceValue="Bad">
       <Choices name="why" toName="t" required="true" requiredMessage="Say why"><Choice value="Old"/></Choices>
       <View visibleWhen="choice-selected" whenTagName="why"><Choices name="more" toName="t"><Choice value="Even"/></Choices></View>
     </View>
     <Choices name="sure" toName="t" perRegion="true" required="true" whenLabelValue="A"><Choice value="yes"/></Choices></View>`,
    { t: "some text" },
  );

  function answer(store: RegionStore, fromName: string, value: string | null, key: string | null = null): void {
    const entry = key === null ? undefined : store.get(key);
    const question = { fromName, toName: "t", type: "choices", region: isRegion(entry) ? entry : null };
    store.apply(
      setAnswer(store, question, { kind: "choices", chosen: value === null ? [] : [[value]] }, `new ${fromName}`),
    );
  }

  function label(store: RegionStore, id: string, name: string): void {
    const value = { kind: "span" as const, start: 0, end: 4, labels: [name] };
    store.apply(addRegion(store, { id, fromName: "l", toName: "t", type: "labels", value }));
  }

  test("the first open question comes first; hidden ones are not asked", () => {
    const store = new RegionStore();
    expect(firstOpen(ui, store)).toMatchObject({ control: "kind", region: null });
    answer(store, "kind", "Good");
    expect(firstOpen(ui, store)).toBeNull();
    answer(store, "kind", "Bad");
    expect(firstOpen(ui, store)).toMatchObject({ control: "why", message: "Say why" });
  });

  test("questions about regions are asked where the label calls for them", () => {
    const store = new RegionStore();
    answer(store, "kind", "Good");
    label(store, "b", "B");
    expect(firstOpen(ui, store)).toBeNull();
    label(store, "a", "A");
    expect(firstOpen(ui, store)).toMatchObject({ control: "sure", region: "a" });
    answer(store, "sure", "yes", "a");
    expect(firstOpen(ui, store)).toBeNull();
  });

  test("answers to questions that are hidden now are left out, down the chain", () => {
    const store = new RegionStore();
    for (const [name, value] of [
      ["kind", "Bad"],
      ["why", "Old"],
      ["more", "Even"],
    ] as const)
      answer(store, name, value);
    expect([...store.entries()].filter(omitsAnswer(ui, store))).toEqual([]);
    answer(store, "kind", "Good");
    expect([...store.entries()].filter(omitsAnswer(ui, store)).map((entry) => entry.fromName)).toEqual(["why", "more"]);
    expect([...visibilityState(ui, store, null).chosen.keys()]).toEqual(["kind"]);
  });

  test("an answer about a region whose label no longer asks is left out", () => {
    const store = new RegionStore();
    label(store, "b", "B");
    answer(store, "sure", "yes", "b");
    expect([...store.entries()].filter(omitsAnswer(ui, store)).map((entry) => entry.fromName)).toEqual(["sure"]);
  });

  test.each([
    ["single", [["a"]], "a", []],
    ["single", [["a"]], "b", [["b"]]],
    ["single-radio", [["a"]], "a", [["a"]]],
    ["multiple", [["a"]], "b", [["a"], ["b"]]],
    ["multiple", [["a"], ["b"]], "a", [["b"]]],
  ] as const)("%s: %j and a click on %s", (mode, chosen, click, expected) => {
    const model = buildInterface(
      `<View><Text name="t" value="x"/><Choices name="c" toName="t" choice="${mode}"/></View>`,
      {},
    ).controls.get("c");
    if (model?.kind !== "choices") throw new Error("no choices");
    expect(toggle(model, chosen, [click])).toEqual(expected);
  });
});
