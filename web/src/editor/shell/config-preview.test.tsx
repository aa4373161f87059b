import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ConfigPreview } from "./config-preview";

// The test's document has no layout: its observer never reports (without one every block of text counts as near), and
// nothing has a height (so no row of a virtual list would be in view).
beforeAll(() => {
  vi.stubGlobal("IntersectionObserver", undefined);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600);
});
afterAll(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const TEXT = "Ada Lovelace met Babbage in London.";
const CONFIG = `<View><Header value="Read this"/><Text name="t" value="$text"/>
  <Labels name="who" toName="t"><Label value="Person"/><Label value="Place"/></Labels>
  <Choices name="mood" toName="t"><Choice value="Good"/><Choice value="Bad"/></Choices>
  <View visibleWhen="choice-selected" whenTagName="mood" whenChoiceValue="Bad"><Header value="Why so?"/></View></View>`;

function show(config: string, data: Record<string, unknown> = { text: TEXT }): void {
  render(<ConfigPreview config={config} data={data} />);
}

/** Selects part of the text, as a pointer does, and lets go. */
async function selectText(part: string): Promise<void> {
  const text = await screen.findByText(
    (_content, element) => element?.className === "text-chunk" && (element.textContent ?? "").includes(part),
  );
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const at = node.nodeValue?.indexOf(part) ?? -1;
    if (at < 0) continue;
    document.getSelection()?.setBaseAndExtent(node, at, node, at + part.length);
    fireEvent.pointerUp(text);
    return;
  }
  throw new Error(`${part} is not in one piece`);
}

describe("choices", () => {
  test("one answer, taken back by a second click", async () => {
    show(CONFIG);
    const good = screen.getByRole("radio", { name: /Good/ });
    const bad = screen.getByRole("radio", { name: /Bad/ });
    await userEvent.click(good);
    await userEvent.click(bad);
    expect([good, bad].map((answer) => answer.getAttribute("aria-checked"))).toEqual(["false", "true"]);
    await userEvent.click(bad);
    expect(bad.getAttribute("aria-checked")).toBe("false");
  });

  test("parts of the page come and go with the answer", async () => {
    show(CONFIG);
    expect(screen.queryByText("Why so?")).toBeNull();
    await userEvent.click(screen.getByRole("radio", { name: /Bad/ }));
    expect(screen.getByText("Why so?")).toBeTruthy();
  });

  test("arrow keys walk through the answers", async () => {
    show(CONFIG);
    screen.getByRole("radio", { name: /Good/ }).focus();
    await userEvent.keyboard("{ArrowDown}{Enter}");
    expect(screen.getByRole("radio", { name: /Bad/ }).getAttribute("aria-checked")).toBe("true");
  });
});

describe("spans", () => {
  test("selecting with a label active makes a mark with a name", async () => {
    show(CONFIG);
    await userEvent.click(screen.getByRole("button", { name: /Person/ }));
    await selectText("Ada Lovelace");
    const mark = await screen.findByRole("group", { name: "Person, region 1" });
    expect(mark.tagName).toBe("MARK");
    expect(mark.textContent).toBe("Ada Lovelace");
    expect(await screen.findByRole("treeitem", { name: "Person Ada Lovelace, region 1" })).toBeTruthy();
  });

  test("a label pressed on a selection labels it; pressed on a region it relabels", async () => {
    show(CONFIG);
    await selectText("London");
    await userEvent.click(screen.getByRole("button", { name: /Person/ }));
    fireEvent.click(await screen.findByRole("button", { name: /Place/ }));
    const mark = await screen.findByRole("group", { name: "Place, region 1" });
    expect(mark.textContent).toBe("London");
    expect(document.querySelector(".text-chunk")?.textContent).toBe(TEXT);
  });

  test("a mark is selected by Enter, and deleted from the list", async () => {
    show(CONFIG);
    await userEvent.click(screen.getByRole("button", { name: /Place/ }));
    await selectText("London");
    const mark = await screen.findByRole("group", { name: /Place/ });
    mark.focus();
    await userEvent.keyboard("{Enter}");
    const row = await screen.findByRole("treeitem", { name: /London/ });
    expect(row.getAttribute("aria-selected")).toBe("true");
    row.focus();
    await userEvent.keyboard("{Delete}");
    await waitFor(() => expect(screen.queryByRole("treeitem", { name: /London/ })).toBeNull());
    expect(document.querySelector("mark")).toBeNull();
  });

  test("a region can be hidden and locked from its row", async () => {
    show(CONFIG);
    await userEvent.click(screen.getByRole("button", { name: /Place/ }));
    await selectText("London");
    const row = await screen.findByRole("treeitem", { name: /London/ });
    await userEvent.click(within(row).getByRole("button", { name: "Lock" }));
    expect(within(row).queryByRole("button", { name: "Delete" })).toBeNull();
    await userEvent.click(within(row).getByRole("button", { name: "Hide" }));
    await waitFor(() => expect(document.querySelector("mark")).toBeNull());
    await userEvent.click(within(row).getByRole("button", { name: "Show" }));
    await waitFor(() => expect(document.querySelector("mark")).not.toBeNull());
  });
});

describe("other tags", () => {
  test("a known tag of a later version says so, an unknown one is a box with its children inside", async () => {
    show('<View><Video name="v" value="$text"/><Blink><Text name="t" value="$text"/></Blink></View>');
    expect(within(screen.getByRole("region", { name: "Video" })).getByText(/not shown in this version/)).toBeTruthy();
    const unknown = screen.getByRole("region", { name: "Blink" });
    expect(await within(unknown).findByText(TEXT)).toBeTruthy();
    expect(screen.getByText("Unknown tag <Blink>", { selector: "li" })).toBeTruthy();
  });

  test("a broken config shows where it is broken, and nothing else", () => {
    show("<View>\n  <Text></View>");
    expect(screen.getByText("line 2, column 11")).toBeTruthy();
    expect(screen.queryByRole("region", { name: "Preview" })).toBeNull();
  });

  test("a picture without an address says so", async () => {
    show('<View><Image name="i" value="$image"/></View>', {});
    expect(await screen.findByText("The picture could not be loaded")).toBeTruthy();
  });

  test("addresses that could run code are not loaded", async () => {
    show('<View><Image name="i" value="$image"/></View>', { image: "javascript:alert(1)" });
    expect(await screen.findByText("javascript:alert(1)")).toBeTruthy();
    expect(document.querySelector("img")).toBeNull();
  });

  test("the author's style is set without what reaches out of the page", () => {
    show(
      '<View style="color: rgb(1, 2, 3); position: fixed; background: url(//x)"><Header value="Styled" style="font-size: 30px"/></View>',
    );
    const header = screen.getByRole("heading", { name: "Styled" });
    expect(header.style.fontSize).toBe("30px");
    expect(header.parentElement?.style.color).toBe("rgb(1, 2, 3)");
    expect(header.parentElement?.style.position).toBe("");
    expect(header.parentElement?.style.background).toBe("");
  });
});
