/** Spans: by keyboard with the text cursor, by pointer, exported in code points. */
import { ENTITIES } from "./support/api";
import { expect, test } from "./support/journey";

const TEXT = "👋 Ada Holm of Orbis Rail opened the workshop in Linz.";

test("label spans by keyboard and export them with offsets in code points", async ({ owner: page, api }) => {
  const project = await api.project("Spans by keys", ENTITIES, [TEXT, "Nothing here."]);
  await page.goto(`/projects/${project}/label`);
  await expect(page.getByRole("main")).toContainText("Ada Holm");

  // C starts the text cursor; two steps pass the emoji and the blank; the digit labels what Shift has selected.
  await page.keyboard.press("c");
  await page.keyboard.press("Home");
  for (let step = 0; step < 2; step += 1) await page.keyboard.press("ArrowRight");
  for (let step = 0; step < "Ada Holm".length; step += 1) await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("1");
  await expect(page.getByRole("treeitem", { name: /Person Ada Holm/ })).toBeVisible();

  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("treeitem", { name: /Ada Holm/ })).toHaveCount(0);
  await page.keyboard.press("Control+Shift+z");
  await expect(page.getByRole("treeitem", { name: /Ada Holm/ })).toHaveCount(1);

  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("main")).toContainText("Nothing here.");
  await expect.poll(async () => (await api.exported(project)).length).toBe(1);
  const [task] = await api.exported(project);
  expect(task?.annotations[0]?.result).toMatchObject([
    {
      from_name: "label",
      to_name: "text",
      type: "labels",
      value: { start: 2, end: 10, text: "Ada Holm", labels: ["Person"] },
    },
  ]);
});

test("select a word with the pointer while a label is active", async ({ owner: page, api }) => {
  const project = await api.project("Spans by pointer", ENTITIES, ["The port of Varna reopened on Tuesday."]);
  await page.goto(`/projects/${project}/label`);
  await page.getByRole("button", { name: /^Location/ }).click();
  await page.getByText("The port of Varna").dblclick({ position: { x: 8, y: 12 } });
  await expect(page.getByRole("treeitem", { name: /Location The/ })).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect
    .poll(async () => (await api.exported(project))[0]?.annotations[0]?.result[0]?.value["text"])
    .toMatch(/^The/);
});
