import { describe, expect, test } from "vitest";
import { parseJson } from "../../core/json";
import { readResult } from "../../core/serializer";
import { RegionStore } from "../../core/store";
import { firstOpen, omitsAnswer } from "../checks";
import { buildInterface } from "../interface";
import { headerOf, perRegionQuestions, railGroups } from "../rail";
import { hasRoom, isOneField, replaceText, type TextAreaModel, withText } from "./model";

function model(attributes: string, inside = ""): TextAreaModel {
  const ui = buildInterface(
    `<View><Text name="t" value="$t"/><TextArea name="a" toName="t" ${attributes}>${inside}</TextArea></View>`,
    { t: "x", guess: "first words", who: "Ada" },
  );
  const control = ui.controls.get("a");
  if (control?.kind !== "textarea") throw new Error("no text area");
  return control;
}

describe("<TextArea>", () => {
  test("the defaults of the language", () => {
    expect(model("")).toMatchObject({
      rows: 1,
      most: null,
      editable: false,
      skipsDuplicates: false,
      prefill: "",
      takesTexts: true,
      showsButton: false,
      required: false,
      perRegion: false,
    });
    expect(model('rows="4"').showsButton).toBe(true);
  });

  test.each([
    ['rows="4"', { rows: 4 }],
    ['rows="0"', { rows: 1 }],
    ['rows="many"', { rows: 1 }],
    ['maxSubmissions="2"', { most: 2 }],
    ['maxSubmissions="0"', { most: null }],
    ['maxSubmissions="-3"', { most: null }],
    ['value="$guess"', { prefill: "first words" }],
    ['placeholder="What does $who say?"', { placeholder: "What does Ada say?" }],
    ['showSubmitButton="true"', { showsButton: true }],
    ['allowSubmit="false"', { takesTexts: false }],
  ])("%s", (attributes, expected) => {
    expect(model(attributes)).toMatchObject(expected);
  });

  test("shortcuts", () => {
    const inside = '<Shortcut value="[noise]" alias="Noise" hotkey="ctrl+1" background="#123"/><Shortcut value=""/>';
    expect(model("", inside).shortcuts).toEqual([{ name: "Noise", text: "[noise]", hotkey: "ctrl+1", colour: "#123" }]);
  });

  test.each([
    ['maxSubmissions="1" editable="true"', true],
    ['maxSubmissions="1"', false],
    ['editable="true"', false],
    ['maxSubmissions="1" editable="true" allowSubmit="false"', false],
  ])("%s: the field itself is the answer: %s", (attributes, expected) => {
    expect(isOneField(model(attributes))).toBe(expected);
  });

  test("texts are added up to the limit; blank ones and, if wanted, repeated ones are not", () => {
    const two = model('maxSubmissions="2" skipDuplicates="true"');
    expect(withText(two, [], "  ")).toEqual([]);
    expect(withText(two, ["a"], "a")).toEqual(["a"]);
    expect(withText(two, ["a"], "b")).toEqual(["a", "b"]);
    expect(withText(two, ["a", "b"], "c")).toEqual(["a", "b"]);
    expect(withText(model(""), ["a"], "a")).toEqual(["a", "a"]);
    expect(hasRoom(two, ["a", "b"])).toBe(false);
  });

  test("a text changed to nothing goes", () => {
    expect(replaceText(["a", "b"], 1, "c")).toEqual(["a", "c"]);
    expect(replaceText(["a", "b"], 0, " ")).toEqual(["b"]);
  });
});

describe("written answers among the other questions", () => {
  const ui = buildInterface(
    `<View><Text name="t" value="$t"/>
     <Labels name="l" toName="t"><Label value="A"/><Label value="B"/></Labels>
     <Header value="In your own words"/><TextArea name="note" toName="t" required="true" requiredMessage="Write something"/>
     <TextArea name="why" toName="t" perRegion="true" required="true" whenLabelValue="A"/></View>`,
    { t: "some text" },
  );
  const span = (label: string): string =>
    `{"id":"r","from_name":"l","to_name":"t","type":"labels","value":{"start":0,"end":4,"labels":["${label}"]}}`;
  const note = '{"id":"n","from_name":"note","to_name":"t","type":"textarea","value":{"text":["x"]}}';
  const why = '{"id":"r","from_name":"why","to_name":"t","type":"textarea","value":{"start":0,"end":4,"text":["y"]}}';

  function store(...items: readonly string[]): RegionStore {
    const made = new RegionStore();
    made.load(readResult(parseJson(`[${items.join(",")}]`), ui.codecs));
    return made;
  }

  test("stay with the author's header, or with the region, and out of the rail", () => {
    expect(railGroups(ui).map(({ control }) => control.name)).toEqual(["l"]);
    expect(perRegionQuestions(ui).map(({ name }) => name)).toEqual(["why"]);
    const control = ui.controls.get("note");
    expect(control === undefined ? null : headerOf(ui, control.node)).toBe("In your own words");
  });

  test("are asked for before a submit, in order and where the label calls for them", () => {
    expect(firstOpen(ui, store())).toEqual({ control: "note", region: null, message: "Write something" });
    expect(firstOpen(ui, store(note))).toBeNull();
    expect(firstOpen(ui, store(note, span("B")))).toBeNull();
    expect(firstOpen(ui, store(note, span("A")))).toMatchObject({ control: "why", region: "r" });
    expect(firstOpen(ui, store(note, span("A"), why))).toBeNull();
  });

  test("about a region whose label no longer asks are left out", () => {
    const opened = store(span("B"), why);
    expect([...opened.entries()].filter(omitsAnswer(ui, opened)).map(({ fromName }) => fromName)).toEqual(["why"]);
  });
});
