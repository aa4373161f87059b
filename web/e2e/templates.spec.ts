/** The create page: templates are tried in the real interface before anything exists, and typing leaves no trace in the console. */
import { expect, test } from "./support/journey";

test("outline a house in the preview of the polygon template", async ({ owner: page }) => {
  await page.goto("/projects/new");
  await page.getByRole("button", { name: "Image", exact: true }).click();
  await page.getByRole("button", { name: /^Outlines/ }).click();
  const picture = page.getByLabel(/^Picture image/);
  await page.getByRole("button", { name: /^Building/ }).click();
  await expect(page.getByText("Loading the picture")).toHaveCount(0);
  const area = await picture.boundingBox();
  if (area === null) throw new Error("the picture has no size");
  for (const [x, y] of [
    [0.3, 0.3],
    [0.5, 0.3],
    [0.5, 0.6],
    [0.3, 0.3],
  ] as const) {
    await page.mouse.click(area.x + area.width * x, area.y + area.height * y);
  }
  await expect(page.getByRole("treeitem", { name: /Building.*, region 1$/ })).toContainText("3 pts");
});

test("play and transcribe the sentence of the transcript template", async ({ owner: page }) => {
  await page.goto("/projects/new");
  await page.getByRole("button", { name: "Audio", exact: true }).click();
  await page.getByRole("button", { name: /^Transcript/ }).click();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect(page.getByRole("button", { name: "Pause", exact: true })).toBeVisible();
  await page.getByRole("textbox", { name: "Transcription" }).fill("cold-hearted and rather selfish");
  await page.getByRole("radio", { name: /Clear/ }).click();
  await expect(page.getByRole("radio", { name: /Clear/ })).toBeChecked();
});

test("typing over selected code is clean", async ({ owner: page }) => {
  await page.goto("/projects/new");
  const code = page.locator(".cm-content");
  await code.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("<View");
  await expect(code).toHaveText("<View");
  await page.keyboard.press("Control+z");
  await expect(code).toContainText("</View>");
});

test("places that do not exist keep the bar, and a missing project has no pages", async ({ owner: page }) => {
  for (const path of ["/nowhere", "/projects/abc/data"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: "No such page" })).toBeVisible();
    await expect(page.getByRole("banner").getByRole("link", { name: "Projects", exact: true })).toBeVisible();
  }
  await page.goto("/projects/999999/data");
  await expect(page.getByRole("heading", { level: 1, name: "No such project" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Pages of the project" })).toHaveCount(0);
});
