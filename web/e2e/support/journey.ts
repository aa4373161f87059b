/** What every journey stands on: a server for the worker, a signed-in page, and an eye on the console. */
import { type APIRequestContext, type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { Api } from "./api";
import { OWNER, type Site, startSite, TOKEN } from "./server";

interface Account {
  readonly email: string;
  readonly password: string;
}

type StorageState = Awaited<ReturnType<APIRequestContext["storageState"]>>;

interface WorkerFixtures {
  readonly site: Site;
  /** The cookies of the owner's session. The page of signing in is walked through by the journeys that are about it. */
  readonly session: StorageState;
}

interface TestFixtures {
  readonly api: Api;
  /** The owner's page. Console errors, page errors and CSP violations fail the journey. */
  readonly owner: Page;
}

export async function signIn(page: Page, account: Account, site = ""): Promise<void> {
  await page.goto(`${site}/user/login`);
  await page.getByLabel("Email").fill(account.email);
  await page.getByLabel("Password").fill(account.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();
}

/** Messages of the browser that no journey may leave; a failing request is the journey's own business when offline. */
export function watch(page: Page, allowed: RegExp[] = []): string[] {
  const problems: string[] = [];
  const note = (text: string) => {
    if (!allowed.some((pattern) => pattern.test(text))) problems.push(text);
  };
  page.on("console", (message) => {
    if (message.type() === "error") note(message.text());
  });
  page.on("pageerror", (error) => note(String(error)));
  return problems;
}

export async function pageOf(context: BrowserContext, account: Account): Promise<Page> {
  const page = await context.newPage();
  await signIn(page, account);
  return page;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
    async ({}, use) => {
      const site = await startSite({ owner: true });
      await use(site);
      await site.stop();
    },
    { scope: "worker" },
  ],
  session: [
    async ({ site, playwright }, use) => {
      const request = await playwright.request.newContext({ baseURL: site.url });
      await expect(await request.post("/api/session", { data: OWNER })).toBeOK();
      await use(await request.storageState());
      await request.dispose();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ site }, use) => await use(site.url),
  api: async ({ site }, use) => await use(new Api(site.url, TOKEN)),
  owner: async ({ page, session }, use) => {
    const problems = watch(page, [/net::ERR_INTERNET_DISCONNECTED/, /status of 404/]);
    await page.context().addCookies(session.cookies);
    await use(page);
    expect(problems, "messages in the browser's console").toEqual([]);
  },
});

export { expect, OWNER };

/** What the top bar says of the place in the queue; number and total are elements of their own. */
export function place(number: number, total: number): RegExp {
  return new RegExp(`\\b${number}\\s*of\\s*${total}`);
}
