import { type Completion, CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { xml, xmlLanguage } from "@codemirror/lang-xml";
import { EditorState } from "@codemirror/state";
import { describe, expect, test } from "vitest";
import { valueCompletion } from "./value-completion";
import { elementSpecs, type Vocabulary } from "./vocabulary";

const VOCABULARY: Vocabulary = {
  tags: {
    View: { tag: "View", children: ["*"], attrs: [{ name: "visibleWhen", type: "enum", values: ["region-selected"] }] },
    Text: { tag: "Text", children: [], attrs: [{ name: "name", type: "name" }] },
    Choices: { tag: "Choices", children: ["Choice"], attrs: [{ name: "required", type: "bool" }] },
    Choice: { tag: "Choice", children: [], attrs: [] },
  },
  words: () => Promise.resolve({}),
};

/** What is offered at the `|`. */
async function offered(marked: string): Promise<readonly string[]> {
  const pos = marked.indexOf("|");
  const state = EditorState.create({
    doc: marked.replace("|", ""),
    extensions: [
      xml({ elements: elementSpecs(VOCABULARY) }),
      xmlLanguage.data.of({ autocomplete: valueCompletion(() => ["text", "source"]) }),
    ],
  });
  type Source = (context: CompletionContext) => CompletionResult | null | Promise<CompletionResult | null>;
  const sources = state.languageDataAt<Source>("autocomplete", pos);
  const results = await Promise.all(sources.map((source) => source(new CompletionContext(state, pos, true))));
  return results.flatMap((result) => result?.options ?? []).map(({ label }: Completion) => label);
}

describe("completion", () => {
  test("a view takes every tag", async () => {
    expect(await offered("<View>\n<|</View>")).toEqual(expect.arrayContaining(["Text", "Choices", "Choice"]));
  });

  test("other tags take their children only", async () => {
    const labels = await offered("<View><Choices>\n<|</Choices></View>");
    expect(labels).toContain("Choice");
    expect(labels).not.toContain("Text");
  });

  test("attributes and their values come from the vocabulary", async () => {
    expect(await offered("<View><Choices |></Choices></View>")).toContain("required");
    expect(await offered('<View><Choices required="|"></Choices></View>')).toEqual(
      expect.arrayContaining(['"true"', '"false"']),
    );
  });

  test("toName offers the names in the document", async () => {
    const labels = await offered('<View><Text name="t"/><Choices toName="|"></Choices></View>');
    expect(labels).toContain("t");
  });

  test("a dollar offers the fields of the data", async () => {
    expect(await offered('<View><Text value="$|"/></View>')).toEqual(expect.arrayContaining(["$text", "$source"]));
  });
});
