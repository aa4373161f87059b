/** Models: one is connected, predicts, is corrected by a person, and learns from what people said. */
import { Api, SENTIMENT, type Task } from "./support/api";
import { type Backend, startBackend } from "./support/backend";
import { expect, OWNER, signIn, test, watch } from "./support/journey";
import { startSite, TOKEN } from "./support/server";

const TEXTS = ["Love it", "Hate it", "Great phone", "Awful phone", "I love the lens", "I hate the lens"];
const SAID = ["Positive", "Negative", "Positive", "Negative", "Positive", "Negative"];

async function annotate(api: Api, task: number, choice: string): Promise<void> {
  const item = { from_name: "sentiment", to_name: "text", type: "choices", value: { choices: [choice] } };
  await api.call("POST", `/api/tasks/${task}/annotations`, { result: [item] });
}

async function taskIds(api: Api, project: number): Promise<readonly number[]> {
  const { tasks } = await api.call<{ tasks: readonly Task[] }>("GET", `/api/tasks?project=${project}&page_size=50`);
  return tasks.map(({ id }) => id).sort((a, b) => a - b);
}

test("connect a model, let it predict, correct it, and have it learn", async ({ page }) => {
  const site = await startSite({ owner: true });
  let backend: Backend | null = null;
  try {
    // A refused address is a 400, which the browser notes.
    const problems = watch(page, [/status of 40[04]/]);
    backend = await startBackend("sentiment");
    const api = new Api(site.url, TOKEN);
    const project = await api.project("Moods", SENTIMENT, TEXTS);
    const settings = `${site.url}/projects/${project}/settings/ml`;
    await signIn(page, OWNER, site.url);

    await page.goto(settings);
    await expect(page.getByText("labelwright ml start DIR")).toBeVisible();
    await page.getByRole("button", { name: "Connect model" }).click();
    const dialog = page.getByRole("dialog", { name: "Connect model" });
    await dialog.getByLabel("Address").fill("localhost:1");
    await dialog.getByLabel("Name", { exact: true }).fill("Sentiment");
    await dialog.getByRole("button", { name: "Connect" }).click();
    await expect(dialog.getByLabel("Address")).toHaveAttribute("aria-invalid", "true");
    await dialog.getByLabel("Address").fill(backend.url);
    await dialog.getByRole("button", { name: "Connect" }).click();

    const card = page.getByRole("article", { name: "Sentiment" });
    await expect(card).toContainText("Connected");
    await expect(card).toContainText("version untrained");
    await card.getByRole("button", { name: "Test" }).click();
    await expect(card.getByText("Answers, and takes this project")).toBeVisible();
    await card.getByRole("button", { name: "Predict all tasks" }).click();
    await expect(card.getByText("6 tasks predicted")).toBeVisible();

    await page.goto(`${site.url}/projects/${project}/label`);
    const guess = page.getByRole("tab", { name: /untrained/ });
    await guess.click();
    await expect(page.getByRole("radio", { name: "Positive" })).toBeChecked();
    await page.getByRole("button", { name: "Copy as new annotation" }).click();
    await page.keyboard.press("3");
    await expect(page.getByRole("radio", { name: "Neutral" })).toBeChecked();
    await page.keyboard.press("Control+Enter");
    await expect(page.getByText(TEXTS[1] ?? "", { exact: true })).toBeVisible();
    await expect.poll(async () => (await api.exported(project)).length).toBe(1);
    const [corrected] = await api.exported(project);
    expect(corrected?.annotations[0]).toMatchObject({
      parent_prediction: expect.any(Number),
      result: [{ value: { choices: ["Neutral"] } }],
    });

    const ids = await taskIds(api, project);
    for (const [index, id] of ids.entries()) if (index > 0) await annotate(api, id, SAID[index] ?? "");
    await page.goto(settings);
    await card.getByRole("button", { name: "Train" }).click();
    await expect(card.getByText("Trained: version trained-on-6")).toBeVisible();
    await expect(card).toContainText("version trained-on-6");

    // Tasks that come later are predicted when they are opened, and the one after them ahead of time.
    await api.call(
      "POST",
      `/api/projects/${project}/import`,
      ["I hate this phone", "I love this phone", "A phone"].map((text) => ({ text })),
    );
    const asked: string[] = [];
    page.on("request", (request) => {
      const task = /tasks\/(\d+)\/predict/.exec(request.url())?.[1];
      if (task !== undefined) asked.push(task);
    });
    await page.goto(`${site.url}/projects/${project}/label`);
    const learnt = page.getByRole("tab", { name: /trained-on-6/ });
    await expect(learnt).toBeVisible();
    await expect(page.getByRole("tab", { selected: true })).toContainText("Mine");
    await learnt.click();
    await expect(page.getByRole("radio", { name: "Negative" })).toBeChecked();
    await page.getByRole("button", { name: "Copy as new annotation" }).click();
    await expect.poll(() => asked.length).toBe(2);
    await page.keyboard.press("Control+Enter");
    await expect(page.getByText("I love this phone", { exact: true })).toBeVisible();
    await expect(learnt).toBeVisible();
    await expect.poll(() => asked.length).toBe(3);
    expect(new Set(asked).size).toBe(3);

    // A model that is gone is a note beside the tabs.
    await backend.stop();
    backend = null;
    await api.call("POST", `/api/projects/${project}/import`, [{ text: "Late" }]);
    const late = (await taskIds(api, project)).at(-1);
    await page.goto(`${site.url}/projects/${project}/label?task=${late}`);
    await expect(page.getByText("A model did not answer")).toBeVisible();
    await expect(page.getByText("Late", { exact: true })).toBeVisible();
    await page.goto(settings);
    await expect(card).toContainText("Not reached");
    await expect(card).toContainText("What went wrong");
    await card.getByRole("button", { name: "More for Sentiment" }).click();
    await page.getByRole("menuitem", { name: "Disconnect" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
    await expect(page.getByText("labelwright ml start DIR")).toBeVisible();
    expect(problems).toEqual([]);
  } finally {
    await backend?.stop();
    await site.stop();
  }
});
