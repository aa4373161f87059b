import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ConfigPreview } from "../../shell/config-preview";

beforeAll(() => {
  vi.stubGlobal("IntersectionObserver", undefined);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600);
});
afterAll(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function show(attributes: string, inside = ""): Promise<HTMLElement> {
  const config = `<View><Text name="t" value="$t"/><TextArea name="summary" toName="t" ${attributes}>${inside}</TextArea></View>`;
  render(<ConfigPreview config={config} data={{ t: "Some text", guess: "A guess" }} />);
  return await screen.findByRole("textbox", { name: "Summary" });
}

function given(): readonly string[] {
  return screen.queryAllByRole("listitem").map((item) => item.textContent ?? "");
}

describe("a field of one line", () => {
  test("Enter adds the text and empties the field for the next", async () => {
    const field = await show("");
    await userEvent.type(field, "one{Enter}two{Enter}");
    expect(given()).toEqual(["one", "two"]);
    expect(field).toHaveProperty("value", "");
  });

  test("blank texts are not added, and at the limit the field goes", async () => {
    const field = await show('maxSubmissions="2"');
    await userEvent.type(field, "   {Enter}one{Enter}two{Enter}");
    expect(given()).toEqual(["one", "two"]);
    expect(screen.queryByRole("textbox", { name: "Summary" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Delete text 1" }));
    expect(given()).toEqual(["two"]);
    expect(screen.getByRole("textbox", { name: "Summary" })).toBeTruthy();
  });

  test("texts can be changed only where the config says so", async () => {
    const field = await show("");
    await userEvent.type(field, "one{Enter}");
    expect(screen.queryByRole("button", { name: "Change text 1" })).toBeNull();
  });

  test("a changed text takes the place of the old one", async () => {
    const field = await show('editable="true"');
    await userEvent.type(field, "one{Enter}two{Enter}");
    await userEvent.click(screen.getByRole("button", { name: "Change text 1" }));
    await userEvent.type(screen.getByRole("textbox", { name: "Text 1" }), "!{Enter}");
    expect(given()).toEqual(["one!", "two"]);
  });

  test("the field begins with the author's text", async () => {
    expect(await show('value="$guess"')).toHaveProperty("value", "A guess");
  });
});

describe("a field of many lines", () => {
  test("Enter is a new line, Shift+Enter adds the text, and so does the button", async () => {
    const field = await show('rows="3"');
    expect(field.getAttribute("rows")).toBe("3");
    await userEvent.type(field, "one{Enter}line{Shift>}{Enter}{/Shift}");
    expect(given()).toEqual(["one\nline"]);
    await userEvent.type(field, "two");
    await userEvent.click(screen.getByRole("button", { name: "Add" }));
    expect(given()).toEqual(["one\nline", "two"]);
    expect(document.activeElement).toBe(field);
  });

  test("with one text that can be changed the field is the answer", async () => {
    const field = await show('rows="4" editable="true" maxSubmissions="1" value="$guess"');
    expect(field).toHaveProperty("value", "A guess");
    await userEvent.clear(field);
    expect(field).toHaveProperty("value", "");
    await userEvent.type(field, "mine{Enter}own");
    expect(field).toHaveProperty("value", "mine\nown");
    expect(given()).toEqual([]);
    expect(screen.queryByRole("button", { name: "Add" })).toBeNull();
  });
});

test("a shortcut inserts its text where the cursor is, by press and by key", async () => {
  const field = await show("", '<Shortcut value="[noise]" alias="Noise" hotkey="ctrl+k"/>');
  await userEvent.type(field, "ab");
  await userEvent.click(screen.getByRole("button", { name: "Noise" }));
  expect(field).toHaveProperty("value", "ab[noise]");
  await userEvent.type(field, "{Control>}k{/Control}");
  expect(field).toHaveProperty("value", "ab[noise][noise]");
});

test("a header right before it names the field and is not said twice", async () => {
  const config =
    '<View><Text name="t" value="$t"/><Header value="In short"/><TextArea name="summary" toName="t"/></View>';
  render(<ConfigPreview config={config} data={{ t: "Some text" }} />);
  expect(await screen.findByRole("textbox", { name: "In short" })).toBeTruthy();
  expect(within(document.body).getAllByRole("heading", { name: "In short" })).toHaveLength(1);
});
