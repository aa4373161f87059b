/** Pages that are not for a role, reached by their address, and the last member of a project, taken out of it. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { type Api, SENTIMENT } from "./support/api";
import { expect, pageOf, test, watch } from "./support/journey";

const PASSWORD = "refusal-password-1";

async function join(api: Api, email: string, first_name: string, role: string): Promise<number> {
  const { id } = await api.call<{ id: number }>("POST", "/api/users", { email, first_name, password: PASSWORD });
  await api.call("PATCH", "/api/organizations/1/memberships", { user_id: id, role });
  return id;
}

/** Those of the addresses that are refused. */
async function refused(page: Page, addresses: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const address of addresses) {
    await page.goto(address);
    if (/^You may not open/.test(await page.getByRole("heading", { level: 1 }).innerText())) found.push(address);
  }
  return found;
}

test("pages that are not for a role say so, and ask the server for nothing", async ({ browser, api, site }) => {
  const project = await api.project("Closed doors", SENTIMENT, ["A fine day."]);
  const own = (page: string) => `/projects/${project}/${page}`;
  const settings = ["", "/members", "/storage"];
  const managers = ["/projects/new", ...settings.map((section) => own(`settings${section}`))];
  const reviewers = [own("dashboard"), own("review")];
  const leads = ["/people/activity", "/organization/webhooks"];
  const everybody = ["/projects", own("data"), own("label"), "/people", "/user/account"];
  // What the other roles are refused, and every other page, is looked at without a server.
  const closed: Readonly<Record<string, readonly string[]>> = {
    AN: [...managers, ...reviewers, ...leads],
    RE: [...managers, ...leads],
  };
  const all = [...everybody, ...managers, ...reviewers, ...leads];
  for (const [role, expected] of Object.entries(closed)) {
    const email = `${role.toLowerCase()}-refused@example.org`;
    await join(api, email, `Ida ${role}`, role);
    const page = await pageOf(await browser.newContext({ baseURL: site.url }), { email, password: PASSWORD });
    // An empty queue answers with 404, and browsers write that down.
    const problems = watch(page, [/status of 404/]);
    expect(await refused(page, all), role).toEqual(all.filter((address) => expected.includes(address)));
    expect(problems, "messages in the browser's console").toEqual([]);
    if (role === "AN") {
      await page.goto(own("settings"));
      await expect(page.getByRole("main")).toContainText("This page is for owners, administrators and managers.");
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations).toEqual([]);
      await page.getByRole("link", { name: "To the data of the project" }).click();
      await expect(page.getByRole("grid")).toContainText("A fine day.");
    }
    await page.context().close();
  }
});

test("a role that is taken away takes the page away", async ({ browser, api, site }) => {
  const account = { email: "demoted@example.org", password: PASSWORD };
  const user = await join(api, account.email, "Ida", "MA");
  const project = await api.project("Half open", SENTIMENT, ["A fine day."]);
  const page = await pageOf(await browser.newContext({ baseURL: site.url }), account);
  await page.goto(`/projects/${project}/settings`);
  await page.getByLabel("Name", { exact: true }).fill("Wide open");
  await api.call("PATCH", "/api/organizations/1/memberships", { user_id: user, role: "AN" });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "You may not open “Settings”" })).toBeVisible();
  await page.context().close();
});

test("taking the last member out of a project says that this opens it", async ({ owner, api }) => {
  const project = await api.project("Two people", SENTIMENT, ["A fine day."]);
  for (const [name, role] of [
    ["Orla", "AN"],
    ["Kei", "AN"],
  ] as const) {
    const user = await join(api, `${name.toLowerCase()}@example.org`, name, role);
    await api.call("POST", `/api/projects/${project}/members`, { user });
  }
  await owner.goto(`/projects/${project}/settings/members`);
  const dialog = owner.getByRole("dialog");
  await owner.getByRole("button", { name: "Remove Orla from the project" }).click();
  await expect(dialog.getByRole("checkbox")).toHaveCount(0);
  await dialog.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(owner.getByText("Orla removed from the project")).toBeVisible();

  await owner.getByRole("button", { name: "Remove Kei from the project" }).click();
  await expect(dialog).toContainText("Without them the project opens to everybody in the organization");
  const remove = dialog.getByRole("button", { name: "Remove and open the project" });
  await expect(remove).toBeDisabled();
  await dialog.getByRole("checkbox").check();
  await remove.click();
  await expect(owner.getByText("the project is open to everybody in the organization")).toBeVisible();
});
