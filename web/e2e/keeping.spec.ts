/** No work is ever lost: reload in mid-draft, network gone in mid-draft. */
import { ENTITIES, SENTIMENT } from "./support/api";
import { expect, test } from "./support/journey";

test("a reload in mid-draft brings work and undo back", async ({ owner: page, api }) => {
  const project = await api.project("Reload", ENTITIES, ["Ada Holm of Orbis Rail."]);
  await page.goto(`/projects/${project}/label`);
  await expect(page.getByRole("main")).toContainText("Ada Holm");
  await page.keyboard.press("c");
  await page.keyboard.press("Home");
  for (let step = 0; step < 8; step += 1) await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("1");
  await expect(page.getByRole("treeitem", { name: /Ada Holm/ })).toBeVisible();
  // The journal is written within 250 ms of a change, the server a second later; the reload comes in between.
  await page.waitForFunction(async () => {
    const databases = await indexedDB.databases();
    return databases.length > 0;
  });
  await page.waitForTimeout(300);
  await page.reload();
  await expect(page.getByRole("treeitem", { name: /Ada Holm/ })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("treeitem", { name: /Ada Holm/ })).toHaveCount(0);
});

test("going offline in mid-draft and back loses nothing", async ({ owner: page, api, context }) => {
  const project = await api.project("Offline", SENTIMENT, ["First sentence.", "Second sentence."]);
  await page.goto(`/projects/${project}/label`);
  await expect(page.getByRole("main")).toContainText("First sentence.");
  await page.keyboard.press("1");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await context.setOffline(true);
  await page.keyboard.press("2");
  await expect(page.getByText("Offline, kept in this browser")).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("Saved", { exact: true })).toBeVisible({ timeout: 15_000 });
  const [task] = (await api.call<{ tasks: { id: number }[] }>("GET", `/api/tasks?project=${project}`)).tasks;
  const stored = await api.task(task?.id ?? 0);
  expect(stored.drafts[0]?.result[0]?.value).toEqual({ choices: ["Negative"] });
  await page.keyboard.press("Control+Enter");
  await expect.poll(async () => (await api.exported(project)).length).toBe(1);
});

test("a submit made offline is kept, shown, and sent when the network is back", async ({
  owner: page,
  api,
  context,
}) => {
  const project = await api.project("Outbox", SENTIMENT, ["One.", "Two.", "Three."]);
  await page.goto(`/projects/${project}/label`);
  await expect(page.getByRole("main")).toContainText("One.");
  await page.keyboard.press("3");
  await page.waitForLoadState("networkidle");
  await context.setOffline(true);
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("1 not sent")).toBeVisible();
  await context.setOffline(false);
  await expect.poll(async () => (await api.exported(project)).length, { timeout: 20_000 }).toBe(1);
  const [task] = await api.exported(project);
  expect(task?.annotations).toHaveLength(1);
  expect(task?.annotations[0]?.result[0]?.value).toEqual({ choices: ["Neutral"] });
});
