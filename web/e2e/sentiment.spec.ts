/** From an empty server to exported labels: the main job, by keyboard wherever a keyboard can do it. */
import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { sample, type Task } from "./support/api";
import { place, watch } from "./support/journey";
import { startSite } from "./support/server";

const KEYS = ["1", "2", "3", "1", "2"];
const CHOICES = ["Positive", "Negative", "Neutral"];

test("sign up, create a project, import a CSV, label five tasks by keys, export and compare", async ({ browser }) => {
  const site = await startSite({ owner: false });
  const context = await browser.newContext({ baseURL: site.url, acceptDownloads: true });
  const page = await context.newPage();
  const problems = watch(page);
  try {
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1, name: "Set up Labelwright" })).toBeVisible();
    await page.getByLabel("Email").fill("ada@example.org");
    await page.getByLabel("Password").fill("correct horse battery");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();

    await page.getByRole("link", { name: "New project" }).first().press("Enter");
    await page.getByLabel("Name", { exact: true }).fill("Reviews");
    const csv = await sample("tasks/sentiment.csv");
    await page.locator("input[type=file]").setInputFiles({ name: "sentiment.csv", mimeType: "text/csv", buffer: csv });
    await expect(page.getByText("40 records")).toBeVisible();
    await page.getByRole("button", { name: /^Sentiment/ }).press("Enter");
    const create = page.getByRole("button", { name: "Create with 40 tasks" });
    await expect(create).toBeEnabled();
    await create.press("Enter");

    const label = page.getByRole("link", { name: "Label 40 tasks" });
    await expect(label).toBeVisible();
    await label.press("Enter");
    const shown: string[] = [];
    for (const [index, key] of KEYS.entries()) {
      await expect(page.getByRole("banner")).toHaveText(place(index + 1, 40));
      shown.push((await page.getByRole("main").textContent()) ?? "");
      await page.keyboard.press(key);
      await expect(page.getByRole("radio", { name: CHOICES[Number(key) - 1] ?? "" })).toBeChecked();
      await page.keyboard.press("Control+Enter");
    }
    await expect(page.getByRole("banner")).toHaveText(place(6, 40));
    // The next task is there before the server has the last answer.
    const stored = async () => (await (await page.request.get("/api/projects/1")).json()).total_annotations_number;
    await expect.poll(stored).toBe(5);

    await page.goto("/projects/1/data");
    await page.getByRole("button", { name: "Export" }).press("Enter");
    const save = page.getByRole("dialog").getByRole("button", { name: "Export" });
    await expect(save).toBeEnabled(); // the formats have to arrive first
    const [download] = await Promise.all([page.waitForEvent("download"), save.press("Enter")]);
    const tasks: Task[] = JSON.parse(await readFile(await download.path(), "utf8"));
    expect(tasks).toHaveLength(5);
    for (const [index, task] of tasks.entries()) {
      expect(shown[index]).toContain(task.data["text"]);
      expect(task.annotations).toHaveLength(1);
      const [item] = task.annotations[0]?.result ?? [];
      expect(item).toMatchObject({ from_name: "sentiment", to_name: "text", type: "choices" });
      expect(item?.value).toEqual({ choices: [CHOICES[Number(KEYS[index]) - 1]] });
    }
    expect(problems).toEqual([]);
  } finally {
    await context.close();
    await site.stop();
  }
});
