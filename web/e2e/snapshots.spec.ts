/** Export snapshots: made with a filter, converted, downloaded and deleted in the export dialog. */
import { readFile } from "node:fs/promises";
import { SENTIMENT } from "./support/api";
import { expect, test } from "./support/journey";

test("keep the annotated tasks as a snapshot, convert it, download both files, delete it", async ({
  owner: page,
  api,
}) => {
  const project = await api.project("Kept", SENTIMENT, ["One", "Two"]);
  const [task] = await api.call<readonly { id: number }[]>("GET", `/api/projects/${project}/tasks`);
  const value = { choices: ["Positive"] };
  const result = [{ from_name: "sentiment", to_name: "text", type: "choices", value }];
  await api.call("POST", `/api/tasks/${task?.id}/annotations`, { result });

  await page.goto(`/projects/${project}/data`);
  await page.getByRole("button", { name: "Export" }).click();
  const dialog = page.getByRole("dialog", { name: "Export" });
  await dialog.getByRole("radio", { name: "Snapshots" }).check({ force: true });
  await expect(dialog.getByText("None yet.")).toBeVisible();
  await dialog.getByLabel("Name").fill("First labels");
  await dialog.getByLabel("Tasks").selectOption("Annotated tasks");
  await dialog.getByRole("button", { name: "Make snapshot" }).click();

  const row = dialog.getByRole("listitem").filter({ has: page.getByRole("heading", { name: /First labels/ }) });
  await expect(row).toContainText("Ready");
  await expect(row).toContainText("1 task · 1 annotation");
  await row.getByLabel("Format to convert First labels to").selectOption("CSV");
  await row.getByRole("button", { name: "Convert" }).click();
  const files = dialog.getByRole("list", { name: "Files of First labels" });
  await expect(files.getByRole("link", { name: /^CSV/ })).toBeVisible();
  for (const [name, part] of [
    [/^JSON/, '"result":[{'],
    [/^CSV/, '"Positive"'],
  ] as const) {
    const started = page.waitForEvent("download");
    await files.getByRole("link", { name }).click();
    const download = await started;
    expect(download.suggestedFilename()).toMatch(new RegExp(`^project-${project}-at-`));
    expect(await readFile(await download.path(), "utf8")).toContain(part);
  }

  await row.getByRole("button", { name: "Delete First labels" }).click();
  await row.getByRole("button", { name: "Delete with its files" }).click();
  await expect(dialog.getByText("None yet.")).toBeVisible();
});
