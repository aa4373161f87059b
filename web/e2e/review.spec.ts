/** Review by three people: what is rejected returns with its reason, is corrected and accepted; only accepted work is exported. */
import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { type Api, ENTITIES, type Task } from "./support/api";
import { expect, OWNER, pageOf, place, test, watch } from "./support/journey";

const TEXTS = ["Ada Holm of Orbis Rail.", "Imke Berg of Lumen Grid.", "Rune Dahl of Varna Port."];
const PASSWORD = "review-password-1";
const ANNOTATOR = { email: "noor@example.org", password: PASSWORD };
const REVIEWER = { email: "rune@example.org", password: PASSWORD };
const REVIEWED = { filter: "filter:tasks:reviewed", operator: "equal", type: "Boolean", value: true };

async function join(api: Api, email: string, first_name: string, role: string): Promise<void> {
  const { id } = await api.call<{ id: number }>("POST", "/api/users", { email, first_name, password: PASSWORD });
  await api.call("PATCH", "/api/organizations/1/memberships", { user_id: id, role });
}

/** The first name of a text becomes a person, by keyboard. */
async function labelByKeys(page: Page, text: string): Promise<void> {
  await expect(page.getByRole("main")).toContainText(text);
  await page.keyboard.press("c");
  await page.keyboard.press("Home");
  for (let step = 0; step < 8; step += 1) await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("1");
  await expect(page.getByRole("treeitem", { name: /^Person .*, region 1$/ })).toBeVisible();
  await page.keyboard.press("Control+Enter");
}

async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id }) => id);
}

/** Exports what the page shows. */
async function exported(page: Page): Promise<readonly Task[]> {
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("JSON-MIN").first().waitFor();
  const arriving = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export", exact: true }).click();
  const file = await (await arriving).path();
  return JSON.parse(await readFile(file, "utf8")) as readonly Task[];
}

test("work is rejected with a reason, corrected, accepted, and exported", async ({ browser, api, site }) => {
  await join(api, ANNOTATOR.email, "Ximena", "AN");
  await join(api, REVIEWER.email, "Rune", "RE");
  const project = await api.project("Press releases", ENTITIES, TEXTS);
  const open = async (account: typeof OWNER): Promise<Page> =>
    await pageOf(await browser.newContext({ baseURL: site.url }), account);
  const [owner, annotator, reviewer] = await Promise.all([open(OWNER), open(ANNOTATOR), open(REVIEWER)]);
  // A queue that is empty answers with 404, and browsers write that down.
  const problems = [owner, annotator, reviewer].map((page) => watch(page, [/status of 404/]));

  await test.step("the manager switches review on", async () => {
    await owner.goto(`/projects/${project}/settings/review`);
    await owner.getByLabel("Finished work goes to review").check();
    await owner.getByRole("button", { name: "Save" }).click();
    await expect(owner.getByText("Settings saved")).toBeVisible();
  });

  await test.step("the annotator labels", async () => {
    await annotator.goto(`/projects/${project}/label`);
    for (const text of TEXTS) await labelByKeys(annotator, text);
    await expect(annotator.getByText("Every task in your queue is done.")).toBeVisible();
  });

  await test.step("the reviewer comments on a region and rejects, by keyboard", async () => {
    await reviewer.goto(`/projects/${project}/data`);
    await expect(reviewer.getByRole("link", { name: "Review 3" })).toBeVisible();
    await reviewer.getByRole("link", { name: "Review 3" }).press("Enter");
    await expect(reviewer.getByRole("main")).toContainText("Ada Holm");
    await expect(reviewer.getByRole("banner")).toContainText(place(1, 3));
    await expect(reviewer.getByRole("region", { name: "Work of" })).toContainText("Ximena");
    await reviewer.keyboard.press("Alt+.");
    await reviewer.keyboard.press("Alt+c");
    await expect(reviewer.getByLabel("Comment", { exact: true })).toBeFocused();
    await reviewer.keyboard.type("A company, @xi");
    await expect(reviewer.getByRole("option", { name: "Ximena" })).toBeVisible();
    await reviewer.keyboard.press("Enter");
    await reviewer.keyboard.press("Control+Enter");
    await expect(reviewer.getByText("A company, @Ximena")).toBeVisible();
    expect(await serious(reviewer)).toEqual([]);
    await reviewer.keyboard.press("Escape");
    await reviewer.keyboard.press("r");
    await expect(reviewer.getByRole("dialog", { name: "Reject, return it to Ximena" })).toBeVisible();
    await reviewer.keyboard.press("Control+Enter");
    await expect(reviewer.getByText("Say why it is rejected")).toBeVisible();
    expect(await serious(reviewer)).toEqual([]);
    await reviewer.keyboard.type("Ada Holm is a company here.");
    await reviewer.keyboard.press("Control+Enter");
  });

  await test.step("the reviewer fixes the next one and accepts it", async () => {
    await expect(reviewer.getByRole("main")).toContainText("Imke Berg");
    await reviewer.keyboard.press("f");
    await reviewer.keyboard.press("Alt+.");
    await reviewer.keyboard.press("2");
    await expect(reviewer.getByRole("treeitem", { name: /^Organization .*, region 1$/ })).toBeVisible();
    await expect(reviewer.getByText("Saved", { exact: true })).toBeVisible();
    await reviewer.reload();
    await expect(reviewer.getByRole("treeitem", { name: /^Organization .*, region 1$/ })).toBeVisible();
    await reviewer.keyboard.press("Control+Enter");
    await expect(reviewer.getByRole("main")).toContainText("Rune Dahl");
  });

  await test.step("the annotator reads why, resolves the comment and changes the work", async () => {
    await annotator.goto(`/projects/${project}/label`);
    await expect(annotator.getByText("Rune sent this back: Ada Holm is a company here.")).toBeVisible();
    await annotator.getByRole("tab", { name: /^Comments/ }).press("Enter");
    await expect(annotator.getByText("A company, @Ximena")).toBeVisible();
    expect(await serious(annotator)).toEqual([]);
    await annotator.getByRole("button", { name: "Resolve" }).press("Enter");
    await expect(annotator.getByRole("button", { name: "Show 1 resolved" })).toBeVisible();
    await annotator.getByRole("tab", { name: /^Regions/ }).click();
    await annotator.keyboard.press("Alt+.");
    await annotator.keyboard.press("2");
    await expect(annotator.getByRole("treeitem", { name: /^Organization .*, region 1$/ })).toBeVisible();
    await annotator.keyboard.press("Control+Enter");
    await expect(annotator.getByText("Every task in your queue is done.")).toBeVisible();
  });

  await test.step("the reviewer accepts, takes it back and accepts again", async () => {
    await reviewer.reload();
    // What was open stays the reviewer's; put off, it makes room for what came back.
    await expect(reviewer.getByRole("main")).toContainText("Rune Dahl");
    await reviewer.keyboard.press("Control+ArrowRight");
    await expect(reviewer.getByRole("main")).toContainText("Ada Holm");
    await reviewer.keyboard.press("a");
    await expect(reviewer.getByText("Only the task you put off is left.")).toBeVisible();
    expect(await serious(reviewer)).toEqual([]);
    await reviewer.keyboard.press("Control+z");
    await expect(reviewer.getByText("The verdict was taken back")).toBeVisible();
    await expect(reviewer.getByRole("main")).toContainText("Ada Holm");
    await reviewer.keyboard.press("a");
    await expect(reviewer.getByText("Only the task you put off is left.")).toBeVisible();
  });

  await test.step("the manager exports accepted work only", async () => {
    const filters = encodeURIComponent(JSON.stringify({ conjunction: "and", items: [REVIEWED] }));
    const columns = encodeURIComponent(JSON.stringify(["id", "reviewed", "reviewers", "comment_count"]));
    await owner.goto(`/projects/${project}/data?filters=${filters}&columns=${columns}`);
    await expect(owner.getByRole("row").filter({ hasText: "Accepted" })).toHaveCount(2);
    const tasks = await exported(owner);
    expect(tasks.map(({ data }) => data["text"]).sort()).toEqual(TEXTS.slice(0, 2).sort());
    for (const task of tasks) {
      expect(task.annotations.map(({ result }) => result.map(({ value }) => value["labels"]))).toEqual([
        [["Organization"]],
      ]);
    }
  });
  expect(problems, "messages in the browsers' consoles").toEqual([[], [], []]);
});
