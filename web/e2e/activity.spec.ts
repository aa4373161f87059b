/** The activity log: what was done is found by its filters. The history of an annotation: an earlier version is used again. */
import { ENTITIES } from "./support/api";
import { expect, test } from "./support/journey";

const span = (start: number, end: number, label: string, text: string) => ({
  id: `s${start}`,
  from_name: "label",
  to_name: "text",
  type: "labels",
  value: { start, end, text, labels: [label] },
});

test("find what was done, by kind and by words", async ({ owner: page, api }) => {
  const project = await api.project("Watched closely", ENTITIES, ["Ada Holm of Orbis Rail."]);
  await api.call("PATCH", `/api/projects/${project}`, { maximum_annotations: 3 });
  await api.call("POST", `/api/projects/${project}/exports`, {});
  await page.goto("/people");
  await page.getByRole("link", { name: "Activity" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Activity" })).toBeVisible();
  await page.getByRole("searchbox").fill("watched closely");
  const rows = page.getByRole("table").getByRole("row");
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(2)).toContainText("maximum annotations: 1 → 3");
  await page.getByLabel("Kind").selectOption({ label: "Exports" });
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText("Export made");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /CSV$/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("activity.csv");
  await page.getByRole("searchbox").fill("nowhere to be found");
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(rows.nth(1)).toContainText("Export downloaded");
});

test("look at an earlier version of an annotation and go on from it", async ({ owner: page, api }) => {
  const project = await api.project("Versions", ENTITIES, ["Ada Holm of Orbis Rail."]);
  const { tasks } = await api.call<{ tasks: readonly { id: number }[] }>("GET", `/api/tasks?project=${project}`);
  const task = tasks[0]?.id ?? 0;
  const person = span(0, 8, "Person", "Ada Holm");
  const made = await api.call<{ id: number }>("POST", `/api/tasks/${task}/annotations`, { result: [person] });
  const more = [person, span(12, 22, "Organization", "Orbis Rail")];
  await api.call("PATCH", `/api/annotations/${made.id}`, { result: more });
  await page.goto(`/projects/${project}/label?task=${task}`);
  await page.getByRole("tab", { name: "Regions 2" }).waitFor();
  await page.getByRole("tab", { name: "Info" }).click();
  await page.getByRole("button", { name: "Show version 1" }).click();
  await expect(page.getByText("Read only")).toBeVisible();
  await expect(page.getByRole("tab", { name: "Regions 1" })).toBeVisible();
  await page.getByRole("button", { name: "Go on from version 1" }).click();
  await page.getByRole("button", { name: /^Update/ }).click();
  await expect
    .poll(async () => (await api.call<{ result: readonly unknown[] }>("GET", `/api/annotations/${made.id}`)).result)
    .toHaveLength(1);
  await page.getByRole("tab", { name: "Info" }).click();
  await expect(page.getByRole("button", { name: /^Show version/ })).toHaveCount(2);
});
