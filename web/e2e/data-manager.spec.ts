/** Filter, sort and save as a tab; its address opens the same rows elsewhere; look at tasks and act on many by keyboard. */
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { BOXES } from "./support/api";
import { expect, OWNER, signIn, test } from "./support/journey";

const CONFIG =
  '<View><Text name="text" value="$text"/><Choices name="c" toName="text"><Choice value="A"/></Choices></View>';

/** Ids in the first column, from the top. */
async function ids(page: Page): Promise<string[]> {
  return await page.getByRole("grid").getByRole("row").locator("[role=gridcell]:nth-child(2)").allTextContents();
}

/** A project whose tasks have prices as a CSV has them: as text. */
async function priced(api: { call<T>(method: string, path: string, body?: unknown): Promise<T> }): Promise<number> {
  const { id } = await api.call<{ id: number }>("POST", "/api/projects", { title: "Prices", label_config: CONFIG });
  const lines = Array.from({ length: 2000 }, (_, row) => `Article number ${row},${(row * 7) % 1000}`);
  const form = new FormData();
  form.append("file", new Blob([`text,price\n${lines.join("\n")}\n`]), "prices.csv");
  await api.call("POST", `/api/projects/${id}/import`, form);
  return id;
}

async function addFilter(page: Page, column: string, operator: string, value: string): Promise<void> {
  await page.keyboard.press("f");
  await page.getByLabel("Column", { exact: true }).selectOption({ label: column });
  await page.getByLabel("Condition", { exact: true }).selectOption({ label: operator });
  await page.getByLabel("Value", { exact: true }).fill(value);
  await page.keyboard.press("Enter");
}

/** Exports the tasks of the view, which is offered first: the file holds these and no others. */
async function exportsTheView(page: Page, seen: readonly string[]): Promise<void> {
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("radio", { name: `Tasks of this view ${seen.length} tasks` })).toBeChecked();
  await expect(dialog.getByRole("radio", { name: "All tasks 2,000 tasks" })).not.toBeChecked();
  await dialog.getByRole("checkbox", { name: "Also tasks without annotations" }).check();
  const arriving = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export" }).click();
  const tasks = JSON.parse(await readFile(await (await arriving).path(), "utf8")) as { readonly id: number }[];
  expect(tasks.map(({ id }) => String(id)).sort()).toEqual([...seen].sort());
  await expect(dialog).toBeHidden();
}

test("a filter becomes a tab whose address opens the same rows in another session", async ({
  owner,
  api,
  browser,
  site,
}) => {
  const project = await priced(api);
  await owner.goto(`/projects/${project}/data`);
  await expect(owner.getByText("2,000 tasks", { exact: true })).toBeVisible();

  await addFilter(owner, "price", "above", "980");
  await expect(owner.getByText("38 of 2,000 tasks match")).toBeVisible();
  await addFilter(owner, "text", "contains", "NUMBER 1");
  await owner.getByRole("columnheader", { name: /price/ }).getByRole("button", { name: "price", exact: true }).click();
  await owner.getByRole("columnheader", { name: /price/ }).getByRole("button", { name: "price", exact: true }).click();
  await expect(owner.getByRole("columnheader", { name: /price/ })).toHaveAttribute("aria-sort", "descending");
  const address = owner.url();

  await owner.getByRole("button", { name: "Save view", exact: true }).click();
  await owner.getByLabel("Name", { exact: true }).fill("Expensive");
  await owner.keyboard.press("Enter");
  await expect(owner.getByRole("button", { name: /^Expensive/ })).toHaveAttribute("aria-current", "page");
  await expect(owner.getByText("Edited")).toBeHidden();
  const seen = await ids(owner);
  expect(seen.length).toBeGreaterThan(3);

  const context = await browser.newContext({ baseURL: site.url });
  const other = await context.newPage();
  await signIn(other, OWNER);
  for (const url of [owner.url(), address]) {
    await other.goto(url);
    await expect.poll(async () => await ids(other)).toEqual(seen);
  }
  await context.close();

  await exportsTheView(owner, seen);

  // What is changed stands in the address alone until it is saved.
  await owner.getByRole("button", { name: "Remove this filter" }).first().click();
  await expect(owner.getByText("Edited")).toBeVisible();
  await owner.reload();
  await expect(owner.getByText("Edited")).toBeVisible();
  await owner.getByRole("button", { name: "Discard changes" }).click();
  await expect.poll(async () => await ids(owner)).toEqual(seen);

  // A copy stands after it, and is moved before it.
  await owner.getByRole("button", { name: "Actions on this view" }).click();
  await owner.getByRole("menuitem", { name: "Save as new view" }).click();
  await owner.getByLabel("Name", { exact: true }).fill("Copy");
  await owner.keyboard.press("Enter");
  await expect(owner.getByRole("button", { name: /^Copy/ })).toHaveAttribute("aria-current", "page");
  await owner.getByRole("button", { name: "Actions on this view" }).click();
  await owner.getByRole("menuitem", { name: "Move left" }).click();
  const names = owner.getByRole("navigation", { name: "Views" }).getByRole("button");
  await expect(names).toHaveText([/^All tasks/, /^Copy/, /^Expensive/, ""]);

  await owner.getByRole("button", { name: /^Expensive/ }).click();
  await owner.getByRole("button", { name: "Actions on this view" }).click();
  await owner.getByRole("menuitem", { name: "Delete view" }).click();
  await owner.getByRole("dialog").getByRole("button", { name: "Delete view" }).click();
  await expect(owner.getByRole("button", { name: /^Expensive/ })).toBeHidden();
  await expect(owner.getByText("2,000 tasks", { exact: true })).toBeVisible();
});

test("rows are looked at, opened and deleted by keys", async ({ owner: page, api }) => {
  const project = await api.project("Keys", CONFIG, ["First words", "Second words", "Third words", "Fourth words"]);
  await page.goto(`/projects/${project}/data`);
  const grid = page.getByRole("grid", { name: "Tasks" });
  await expect(page.getByText("4 tasks", { exact: true })).toBeVisible();
  await grid.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await expect(page.getByRole("dialog").getByText("Second words")).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("dialog").getByText("Third words")).toBeVisible();
  expect(page.url()).toContain("preview=");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();

  await grid.focus();
  await page.keyboard.press("x");
  await expect(page.getByText("1 selected")).toBeVisible();
  await page.getByRole("button", { name: "Select all 4" }).click();
  await page
    .getByRole("checkbox", { name: /^Select task/ })
    .first()
    .uncheck();
  await expect(page.getByText("3 selected")).toBeVisible();
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.getByRole("menuitem", { name: "Delete tasks" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete tasks" }).click();
  await expect(page.getByText("1 task", { exact: true })).toBeVisible();
  await expect(grid.getByText("First words")).toBeVisible();

  await grid.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/label\?task=/);
});

test("columns are chosen, pinned and resized, and pictures show in a grid", async ({ owner: page, api }) => {
  const project = await api.project("Pictures", BOXES, []);
  await api.pictures(project, ["rocket-launch-pad.jpg", "coins-greek-pompeii.png"]);
  await page.goto(`/projects/${project}/data`);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Inner ID" }).check();
  await page.getByRole("button", { name: "Keep Inner ID in view" }).click();
  await page.keyboard.press("Escape");
  const head = page.getByRole("columnheader", { name: /^Inner ID/ });
  const before = (await head.boundingBox())?.width ?? 0;
  await page.getByRole("button", { name: "Width of Inner ID" }).press("ArrowRight");
  await expect.poll(async () => (await head.boundingBox())?.width ?? 0).toBeGreaterThan(before);
  await page.reload();
  await expect(head).toBeVisible();

  await page.getByRole("radio", { name: "Grid" }).check({ force: true });
  const cards = page.getByRole("gridcell");
  await expect(cards).toHaveCount(2);
  await expect(cards.first().locator("img")).toHaveJSProperty("complete", true);
  await page.getByRole("grid", { name: "Tasks" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await expect(page.getByRole("dialog").getByRole("img", { name: "Picture of the task" })).toBeVisible();
});

test("a tab that is gone, and a filter that the server refuses, are told", async ({ owner: page, api }) => {
  const project = await api.project("Refused", CONFIG, ["Words"]);
  // What makes no sense in an address is as good as nothing.
  await page.goto(`/projects/${project}/data?filters=%7Bbroken&columns=5&order=id&layout=wall`);
  await expect(page.getByRole("gridcell", { name: "Words" })).toBeVisible();
  await page.goto(`/projects/${project}/data?tab=999999`);
  await expect(page.getByText("This view does not exist any more.")).toBeVisible();
  const filters = {
    conjunction: "and",
    items: [{ filter: "filter:tasks:a__b", operator: "equal", type: "String", value: "x" }],
  };
  const refused = page.waitForResponse((answer) => answer.status() === 400);
  // The refusal is a 400, which the browser notes in its console; it is what this journey is about.
  page.removeAllListeners("console");
  await page.goto(`/projects/${project}/data?filters=${encodeURIComponent(JSON.stringify(filters))}`);
  await refused;
  await expect(page.getByText("DATA_MANAGER_FILTER_ALLOWLIST")).toBeVisible();
});
