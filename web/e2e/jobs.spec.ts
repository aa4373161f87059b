/** Background jobs: seen from the bar while they run, with what came of them. */
import { SENTIMENT } from "./support/api";
import { expect, test } from "./support/journey";

test("a deleted project is removed by a job, which the bar shows", async ({ owner: page, api }) => {
  const project = await api.project("To be deleted", SENTIMENT, ["One", "Two"]);
  await page.goto("/projects");
  await page.getByRole("banner").getByRole("button", { name: /^Jobs/ }).click();
  const drawer = page.getByRole("dialog", { name: "Jobs" });
  await expect(drawer).toBeVisible();
  await api.call("DELETE", `/api/projects/${project}`);
  await expect(drawer.getByRole("region", { name: "Finished" })).toContainText("Removal of a deleted project");
  await expect(drawer.getByText(/^Done/).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(drawer).toHaveCount(0);
});
