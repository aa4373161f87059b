/** The palette finds pages, projects, tasks and commands by keyboard; the projects page leads back to unfinished work. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { ENTITIES, SENTIMENT } from "./support/api";
import { expect, pageOf, test } from "./support/journey";

async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

for (const theme of ["light", "dark"]) {
  test(`one key leads to everything, ${theme}`, async ({ owner: page, api }) => {
    await page.addInitScript((value) => localStorage.setItem("labelwright.theme", value), theme);
    const texts = ["Fjord Telecom expands to 140 towns.", "The fund expects a slower spring.", "Rain."];
    const project = await api.project(`Press releases ${theme}`, ENTITIES, texts);
    await api.project(`Expense receipts ${theme}`, SENTIMENT, ["A bill."]);
    const palette = page.getByRole("dialog", { name: "Search and commands" });
    const field = palette.getByRole("combobox");
    const option = (name: string | RegExp) => palette.getByRole("option", { name });

    await page.goto(`/projects/${project}/data`);
    await page.getByRole("grid").waitFor();
    await page.keyboard.press("Control+k");
    await expect(field).toBeFocused();
    await expect(option("Label 3 tasks")).toHaveAttribute("aria-selected", "true");
    await page.keyboard.type("exp");
    await expect(option(/Fjord Telecom expands/)).toBeVisible();
    await expect(option(/The fund expects/)).toBeVisible();
    await expect(option(new RegExp(`Expense receipts ${theme}.*1 task`))).toBeVisible();
    expect(await serious(page)).toEqual([]);
    await page.keyboard.press("ArrowDown");
    await expect(option(/The fund expects/)).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`/projects/${project}/label\\?task=`));
    await expect(page.getByRole("main")).toContainText("The fund expects");

    // On the label page no key of the palette is a command, and its keys are the page's own.
    await page.getByRole("button", { name: "Search and commands" }).click();
    await page.keyboard.type("keyboard");
    await page.keyboard.press("Control+Enter");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toContainText("Submit");
    await page.keyboard.press("Escape");

    await page.keyboard.press("Control+k");
    await page.keyboard.type("webh");
    await expect(option(/^Webhooks/)).toHaveCount(2);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/settings\/webhooks$/);

    await page.keyboard.press("Control+k");
    await page.keyboard.press("Backspace");
    await expect(option("Label 3 tasks")).toHaveCount(0);
    await page.keyboard.type(">dark");
    await expect(palette.getByRole("option")).toHaveCount(1);
    await page.keyboard.press("Enter");
    await expect(palette).toHaveCount(0);
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");

    await page.keyboard.press("Control+k");
    await page.keyboard.type("keyboard");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Find a project");
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog")).toHaveCount(0);

    await page.keyboard.press("Control+k");
    await expect(option(new RegExp(`Expense receipts ${theme}.*1 task`))).toBeVisible();
    await page.keyboard.type("zzzz");
    // Faster than the answer: what stands there from before is not opened.
    await page.keyboard.press("Enter");
    await expect(palette).toContainText("Nothing fits “zzzz”.");
    await page.keyboard.press("Escape");
    await expect(palette).toHaveCount(0);
  });
}

test("menus of the bar are fetched when they are asked for, by keys as well", async ({ owner: page }) => {
  const button = page.getByRole("button", { name: "Theme" });
  const menu = page.getByRole("menu");
  await page.goto("/projects");
  for (const key of ["Enter", "Space", "ArrowDown"]) {
    await button.focus();
    await page.keyboard.press(key);
    await expect(menu.getByRole("menuitemradio").first()).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(menu).toHaveCount(0);
    await expect(button).toBeFocused();
    await page.reload();
    await expect(button).toHaveAttribute("aria-expanded", "false");
  }
});

test("without a network the palette and the menus say so, and the page stays", async ({ page, session, api }) => {
  await page.context().addCookies(session.cookies);
  const project = await api.project("Tunnel", SENTIMENT, ["No signal here."]);
  const failure = page.getByText("That could not be loaded. Check your connection and try again, or reload the page.");
  const palette = page.getByRole("dialog", { name: "Search and commands" });

  await page.goto(`/projects/${project}/label`);
  await expect(page.getByRole("main")).toContainText("No signal here.");
  await page.context().setOffline(true);
  await page.keyboard.press("Control+k");
  await expect(failure).toBeVisible();
  await expect(page.getByRole("main")).toContainText("No signal here.");
  await page.context().setOffline(false);
  await page.keyboard.press("Control+k");
  await expect(palette.getByRole("option").first()).toBeVisible();
  await expect(palette).toHaveCSS("width", "600px");

  await page.goto("/projects");
  await expect(page.getByRole("article").first()).toBeVisible();
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Theme" }).click();
  await expect(failure).toBeVisible();
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Theme" }).click();
  await expect(page.getByRole("menuitemradio").first()).toBeVisible();
});

test("what a role may not open is not found", async ({ browser, api, site }) => {
  const account = { email: "palette@example.org", password: "palette-password-1" };
  await api.call("POST", "/api/users", account);
  const page = await pageOf(await browser.newContext({ baseURL: site.url }), account);
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  await expect(palette.getByRole("option", { name: "Members" })).toBeVisible();
  for (const name of ["New project", "Activity", "Webhooks"]) {
    await expect(palette.getByRole("option", { name })).toHaveCount(0);
  }
  await page.context().close();
});

test("the projects page leads back to a draft, then to the queue, then nowhere", async ({ owner: page, api }) => {
  const project = await api.project("Left off", SENTIMENT, ["First.", "Second."]);
  const line = page.getByRole("region", { name: "Where you left off" });
  await page.goto("/projects");
  await expect(page.getByRole("article").first()).toBeVisible();
  await expect(line).toHaveCount(0);

  await page.goto(`/projects/${project}/label`);
  await expect(page.getByRole("main")).toContainText("First.");
  await page.keyboard.press("1");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.goto("/projects");
  await expect(line).toContainText("Left off, task 1 of 2. Your draft has 1 item, saved now.");
  expect(await serious(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toContainText("First.");
  await page.keyboard.press("Control+Enter");

  await page.goto(`/projects/${project}/label`);
  await expect(page.getByRole("main")).toContainText("Second.");
  await page.goto("/projects");
  await expect(line).toContainText("1 task left for you, last opened now.");
  await line.getByRole("link", { name: /Continue/ }).click();
  await expect(page.getByRole("main")).toContainText("Second.");
  await page.keyboard.press("2");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("main")).not.toContainText("Second.");
  await page.goto("/projects");
  await expect(page.getByRole("article").first()).toBeVisible();
  await expect(line).toHaveCount(0);
});
