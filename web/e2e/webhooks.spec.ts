/** Webhooks: one is added, tested, told of a submit, fails, and is sent again what it has missed. */
import { Api, SENTIMENT } from "./support/api";
import { expect, OWNER, signIn, test, watch } from "./support/journey";
import { type Receiver, startReceiver } from "./support/receiver";
import { startSite, TOKEN } from "./support/server";

const ENV = { LABELWRIGHT_SSRF_ALLOWED_SUBNETS: "127.0.0.0/8" };

test("add a webhook, test it, see what was sent, send again what failed", async ({ page }) => {
  const site = await startSite({ owner: true, env: ENV });
  let receiver: Receiver | null = null;
  try {
    // A refused address is a 400, which the browser notes.
    const problems = watch(page, [/status of 400/]);
    receiver = await startReceiver();
    const api = new Api(site.url, TOKEN);
    const project = await api.project("Told", SENTIMENT, ["One", "Two"]);
    await signIn(page, OWNER, site.url);
    await page.goto(`${site.url}/projects/${project}/settings/webhooks`);
    await page.getByRole("button", { name: "Add webhook" }).click();
    const dialog = page.getByRole("dialog", { name: "Add webhook" });
    await dialog.getByLabel("Address").fill("http://10.0.0.1/");
    await dialog.getByRole("button", { name: "Add" }).click();
    await expect(dialog.getByText("SSRF_ALLOWED_SUBNETS can allow it")).toBeVisible();
    await dialog.getByLabel("Address").fill(receiver.url);
    await dialog.getByLabel("Tell it of every event").uncheck();
    await dialog.getByLabel("Annotation submitted").check();
    await dialog.getByLabel("Headers").fill("X-Key: abc");
    await dialog.getByRole("button", { name: "Add" }).click();
    const secret = page.getByRole("dialog", { name: "Signing secret" });
    await expect(secret.getByLabel("Signing secret")).toHaveValue(/^whsec_/);
    await secret.getByRole("button", { name: "I have copied it" }).click();

    const card = page.getByRole("article", { name: receiver.url });
    await expect(card).toContainText("Told of 1 kind of event");
    await card.getByRole("button", { name: "Test" }).click();
    await expect(card.getByText("The test event arrived: answer 200")).toBeVisible();

    const submit = async (task: number): Promise<void> => {
      await api.call("POST", `/api/tasks/${task}/annotations`, { result: [] });
    };
    const { tasks } = await api.call<{ tasks: readonly { id: number }[] }>("GET", `/api/tasks?project=${project}`);
    const [one, two] = tasks.map(({ id }) => id);
    await submit(one ?? 0);
    await expect.poll(async () => (await receiver?.events())?.map(({ body }) => body.action)).toHaveLength(2);
    await card.getByRole("button", { name: "Deliveries" }).click();
    const log = card.getByRole("region", { name: "Deliveries" });
    await expect(log.getByRole("row", { name: /ANNOTATION_CREATED.*Sent.*200 thanks/ })).toBeVisible();
    await expect(log.getByRole("row", { name: /PING.*Sent/ })).toBeVisible();

    await receiver.refuse(true);
    await submit(two ?? 0);
    await page.reload();
    await expect(card).toContainText("Failing");
    await card.getByRole("button", { name: "Deliveries" }).click();
    const failed = log.getByRole("row", { name: /ANNOTATION_CREATED.*Waits.*503/ });
    await expect(failed).toContainText("closed for lunch");
    await receiver.refuse(false);
    await failed.getByRole("button", { name: /Send ANNOTATION_CREATED \d+ again/ }).click();
    await expect(log.getByRole("row", { name: /ANNOTATION_CREATED.*Sent/ })).toHaveCount(2);
    expect((await receiver.events()).at(-1)?.headers).toMatchObject({ "x-key": "abc", "webhook-attempt": "1" });

    await card.getByRole("switch").click();
    await expect(card).toContainText("Off");
    await card.getByRole("button", { name: /^More for/ }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await expect(page.getByText("Nobody is told of this project yet")).toBeVisible();
    expect(problems).toEqual([]);
  } finally {
    await receiver?.stop();
    await site.stop();
  }
});

test("the owner has a service told of every project", async ({ page }) => {
  const site = await startSite({ owner: true, env: ENV });
  const receiver = await startReceiver();
  try {
    const problems = watch(page);
    const api = new Api(site.url, TOKEN);
    await signIn(page, OWNER, site.url);
    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByRole("menuitem", { name: "Webhooks" }).click();
    await page.getByRole("button", { name: "Add webhook" }).click();
    const dialog = page.getByRole("dialog", { name: "Add webhook" });
    await dialog.getByLabel("Address").fill(receiver.url);
    await dialog.getByLabel("Tell it of every event").uncheck();
    await dialog.getByLabel("Project made").check();
    await dialog.getByRole("button", { name: "Add" }).click();
    await page.getByRole("button", { name: "I have copied it" }).click();
    await expect(page.getByRole("article", { name: receiver.url })).toContainText("Told of 1 kind of event");
    const project = await api.project("Heard of", SENTIMENT, []);
    await expect
      .poll(async () => (await receiver.events()).map(({ body }) => body.action))
      .toEqual(["PROJECT_CREATED"]);
    // The project itself has none.
    await page.goto(`${site.url}/projects/${project}/settings/webhooks`);
    await expect(page.getByText("Nobody is told of this project yet")).toBeVisible();
    expect(problems).toEqual([]);
  } finally {
    await receiver.stop();
    await site.stop();
  }
});
