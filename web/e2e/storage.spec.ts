/** Storages in the settings: a folder is connected, tested, synchronised and labeled from; wrong ones say why. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Api, BOXES } from "./support/api";
import { expect, OWNER, signIn, test, watch } from "./support/journey";
import { startSite, TOKEN } from "./support/server";

const IMAGES = fileURLToPath(new URL("../../tests/data/images/", import.meta.url));

test("connect a folder, see why a wrong one is refused, synchronise, and label what came in", async ({ page }) => {
  const root = await mkdtemp(join(tmpdir(), "labelwright-files-"));
  await cp(IMAGES, join(root, "images"), { recursive: true });
  const site = await startSite({
    owner: true,
    env: { LABELWRIGHT_LOCAL_FILES_SERVING_ENABLED: "true", LABELWRIGHT_LOCAL_FILES_DOCUMENT_ROOT: root },
  });
  try {
    // A refused setting is a 400, which the browser notes.
    const problems = watch(page, [/status of 40[04]/]);
    const api = new Api(site.url, TOKEN);
    const project = await api.project("From a folder", BOXES, []);
    await signIn(page, OWNER, site.url);
    await page.goto(`${site.url}/projects/${project}/settings/storage`);
    await page.getByRole("button", { name: "Add storage" }).click();
    const dialog = page.getByRole("dialog", { name: "Add storage" });
    await dialog.getByRole("radio", { name: "Folder on the server" }).check({ force: true });
    await dialog.getByLabel("Name").fill("Pictures");
    await dialog.getByLabel("Path").fill("/etc");
    await dialog.getByRole("button", { name: "Test" }).click();
    await expect(dialog.getByLabel("Path")).toHaveAttribute("aria-invalid", "true");
    await dialog.getByLabel("Path").fill(join(root, "images"));
    await dialog.getByLabel("Only keys that match").fill(".*(jpg|png)$");
    await dialog.getByRole("button", { name: "Test" }).click();
    await expect(dialog.getByText("Reached and readable")).toBeVisible();
    await dialog.getByLabel("Synchronise").selectOption({ label: "Every hour" });
    await dialog.getByRole("button", { name: "Connect" }).click();

    const card = page.getByRole("article", { name: "Pictures" });
    await expect(card).toContainText("never synchronised");
    await expect(card).toContainText("Every hour");
    await card.getByRole("button", { name: "Sync" }).click();
    await expect(card).toContainText("3 new tasks");
    await page.goto(`${site.url}/projects/${project}/label`);
    await expect(page.getByLabel(/^Picture image/)).toBeVisible();
    await expect(page.getByText("Loading the picture")).toHaveCount(0);

    await page.goto(`${site.url}/projects/${project}/settings/storage`);
    await card.getByRole("button", { name: "More for Pictures" }).click();
    await page.getByRole("menuitem", { name: "Disconnect" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
    await expect(page.getByText("This project is connected to no storage.")).toBeVisible();
    expect(problems).toEqual([]);
  } finally {
    await site.stop();
    await rm(root, { recursive: true, force: true });
  }
});
