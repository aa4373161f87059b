/** A large table: imported with progress to see, filtered, saved as a tab that others open, and exported. */
import { readFile } from "node:fs/promises";
import { expect, OWNER, signIn, test } from "./support/journey";

const ROWS = 50_000;
const DEAR = ROWS / 1000;
const CONFIG =
  '<View><Text name="text" value="$text"/><Choices name="c" toName="text"><Choice value="A"/></Choices></View>';

test("fifty thousand rows of a table are imported, filtered, shared as a tab and exported", async ({
  owner: page,
  api,
  browser,
  site,
}) => {
  const body = { title: "Stock", label_config: CONFIG };
  const { id: project } = await api.call<{ id: number }>("POST", "/api/projects", body);
  const lines = Array.from({ length: ROWS }, (_, row) => `"Article number ${row}, in stock",${(row * 7) % 1000}`);

  await page.goto(`/projects/${project}/data`);
  await page.getByRole("toolbar").getByRole("button", { name: "Import" }).click();
  const dialog = page.getByRole("dialog", { name: "Import tasks" });
  const progress = dialog.getByRole("progressbar", { name: "Progress of stock.csv" });
  const shown = progress.waitFor({ state: "visible" });
  await dialog.locator("input[type=file]").setInputFiles({
    name: "stock.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`text,price\n${lines.join("\n")}\n`),
  });
  await shown;
  await expect(dialog.getByText("50,000 tasks imported")).toBeVisible({ timeout: 30_000 });
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("50,000 tasks", { exact: true })).toBeVisible();

  await page.keyboard.press("f");
  await page.getByLabel("Column", { exact: true }).selectOption({ label: "price" });
  await page.getByLabel("Condition", { exact: true }).selectOption({ label: "above" });
  await page.getByLabel("Value", { exact: true }).fill("998");
  await page.keyboard.press("Enter");
  await expect(page.getByText(`${DEAR} of 50,000 tasks match`)).toBeVisible();
  await page.getByRole("button", { name: "Save view", exact: true }).click();
  await page.getByLabel("Name", { exact: true }).fill("Dear");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Dear/ })).toHaveAttribute("aria-current", "page");
  const cells = "[role=gridcell]:nth-child(2)";
  const seen = await page.getByRole("grid").getByRole("row").locator(cells).allTextContents();
  expect(seen.length).toBeGreaterThan(10);

  const context = await browser.newContext({ baseURL: site.url });
  const other = await context.newPage();
  await signIn(other, OWNER);
  await other.goto(page.url());
  await expect(other.getByText(`${DEAR} of 50,000 tasks match`)).toBeVisible();
  await expect(other.getByRole("grid").getByRole("row").locator(cells)).toHaveText(seen);
  await context.close();

  await page.getByRole("button", { name: "Export", exact: true }).click();
  const exporting = page.getByRole("dialog");
  await expect(exporting.getByRole("radio", { name: `Tasks of this view ${DEAR} tasks` })).toBeChecked();
  await exporting.getByRole("radio", { name: /^CSV/ }).check();
  await exporting.getByRole("checkbox", { name: "Also tasks without annotations" }).check();
  const arriving = page.waitForEvent("download");
  await exporting.getByRole("button", { name: "Export" }).click();
  const file = await arriving;
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  const [header, ...rows] = (await readFile(await file.path(), "utf8")).trim().split(/\r?\n/);
  expect(header).toBe('"id","price","text"');
  expect(rows).toHaveLength(DEAR);
  expect(rows.every((row) => /^"?\d+"?,"?999"?,"Article number \d+, in stock"$/.test(row))).toBe(true);
});
