/** An owner invites somebody by link, gives them a role, a project and a task, and takes it all back. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { SENTIMENT } from "./support/api";
import { expect, test, watch } from "./support/journey";

const EMAIL = "ida@example.org";
const PASSWORD = "invited-password-1";

async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id }) => id);
}

test("somebody is invited, joins, works on what they are given, and is removed", async ({
  browser,
  api,
  owner,
  site,
}) => {
  const project = await api.project("Letters to the editor", SENTIMENT, ["One.", "Two.", "Three."]);
  await api.project("Nobody else's", SENTIMENT, ["Four."]);
  const invited = await (await browser.newContext({ baseURL: site.url })).newPage();
  // A link that was replaced is refused with a 403, and an empty queue answers with 404: browsers write both down.
  const problems = watch(invited, [/status of 40[134]/]);

  await test.step("the owner copies the link; a replaced one opens nothing", async () => {
    await owner.goto("/people");
    const field = owner.getByLabel("Invite link");
    const old = await field.inputValue();
    await owner.getByRole("button", { name: "Replace link" }).click();
    await owner.getByRole("dialog").getByRole("button", { name: "Replace link" }).click();
    await expect(field).not.toHaveValue(old);
    await invited.goto(old);
    await signUp(invited);
    await expect(invited.getByRole("alert")).toContainText("The invite link is not valid any more.");
    expect(await serious(invited)).toEqual([]);
    await invited.goto(await field.inputValue());
  });

  await test.step("the invited person signs up and is an annotator", async () => {
    await signUp(invited);
    await expect(invited.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();
    await expect(invited.getByRole("link", { name: /New project/ })).toHaveCount(0);
    await owner.reload();
    const row = owner.getByRole("row").filter({ hasText: EMAIL });
    await expect(row).toContainText("Ida Lund");
    await expect(row.getByLabel("Role of Ida Lund")).toHaveValue("AN");
  });

  await test.step("the owner adds them to the project and assigns a task", async () => {
    await owner.goto(`/projects/${project}/settings/members`);
    await owner.getByLabel("Add a person").selectOption({ label: "Ida Lund" });
    await owner.getByRole("button", { name: "Add", exact: true }).click();
    await expect(owner.getByRole("row").filter({ hasText: EMAIL })).toContainText("Remove");
    expect(await serious(owner)).toEqual([]);
    await owner.goto(`/projects/${project}/data?order=["tasks:id"]`);
    await owner.getByRole("row").nth(3).getByRole("checkbox").check();
    await owner.getByRole("button", { name: "Assign…" }).click();
    const dialog = owner.getByRole("dialog", { name: "Assign 1 task" });
    await dialog.getByRole("checkbox", { name: "Ida Lund" }).check();
    await dialog.getByRole("button", { name: "Assign", exact: true }).click();
    await expect(owner.getByText("1 new assignment")).toBeVisible();
  });

  await test.step("the annotator is handed that task first", async () => {
    await invited.goto(`/projects/${project}/label`);
    await expect(invited.getByRole("main")).toContainText("Three.");
    await invited.keyboard.press("1");
    await invited.keyboard.press("Control+Enter");
    await expect(invited.getByRole("main")).toContainText("One.");
  });

  await test.step("as a reviewer they see more; what only owners may is not offered", async () => {
    await owner.goto("/people");
    await owner.getByLabel("Role of Ida Lund").selectOption("RE");
    await expect(owner.getByText("The role of Ida Lund is now Reviewer")).toBeVisible();
    await invited.goto(`/projects/${project}/dashboard`);
    await expect(invited.getByRole("heading", { name: "Dashboard" })).toBeVisible();
    await invited.goto("/people");
    await expect(invited.getByRole("row").filter({ hasText: EMAIL })).toContainText("Reviewer");
    await expect(invited.getByRole("button", { name: /Remove|Replace/ })).toHaveCount(0);
  });

  await test.step("removed, they are out at once; their work stays", async () => {
    await owner.getByRole("button", { name: "Remove Ida Lund" }).click();
    await owner.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await expect(owner.getByText("Ida Lund removed")).toBeVisible();
    await expect(owner.getByRole("row").filter({ hasText: EMAIL })).toHaveCount(0);
    await invited.goto("/projects");
    await expect(invited.getByRole("heading", { name: "Sign in to Labelwright" })).toBeVisible();
    await invited.getByLabel("Email").fill(EMAIL);
    await invited.getByLabel("Password").fill(PASSWORD);
    await invited.keyboard.press("Enter");
    await expect(invited.getByText("Your account is in no organization any more.")).toBeVisible();
    expect(await api.exported(project)).toHaveLength(1);
  });
  expect(problems, "messages in the browser's console").toEqual([]);
});

async function signUp(page: Page): Promise<void> {
  await page.getByLabel("Email").fill(EMAIL);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByLabel("First name").fill("Ida");
  await page.getByLabel("Last name").fill("Lund");
  await page.getByRole("button", { name: "Create account" }).click();
}
