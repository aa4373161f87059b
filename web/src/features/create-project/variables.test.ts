import { describe, expect, test } from "vitest";
import { mapToColumns, renameVariable, variablesOf } from "./variables";

const CONFIG = `<View>
  <Header value="Cost: $5"/>
  <Image name="i" value="$image"/>
  <Text name="t" value="$text"/>
  <Choices name="c" toName="t"><Choice value="$text is fine"/></Choices>
</View>`;

test("variables are the fields of tags, not dollars in words", () => {
  expect(variablesOf(CONFIG)).toEqual([
    { field: "image", tag: "Image" },
    { field: "text", tag: "Text" },
  ]);
});

test("renaming touches that field only, and takes names with dollars as they are", () => {
  const renamed = renameVariable(CONFIG, "text", "$&body");
  expect(renamed).toContain('value="$$&body"');
  expect(renamed).toContain('value="$text is fine"');
  expect(renamed).toContain('value="$image"');
});

describe("mapToColumns", () => {
  test("pictures go to the image, prose to the text", () => {
    const records = [{ id: "7", url: "https://x.example/a.png", body: "A long sentence about something." }];
    const mapped = mapToColumns(CONFIG, ["id", "url", "body"], records);
    expect(variablesOf(mapped)).toEqual([
      { field: "url", tag: "Image" },
      { field: "body", tag: "Text" },
    ]);
  });

  test("a column of the right name is left alone", () => {
    const records = [{ text: "x", body: "much longer text than the other" }];
    expect(mapToColumns(CONFIG, ["text", "body"], records)).toContain('value="$text"');
  });

  test("nothing fitting changes nothing", () => {
    expect(mapToColumns(CONFIG, ["n"], [{ n: 3 }])).toBe(CONFIG);
  });
});
