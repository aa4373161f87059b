/** Two annotators on one project at overlap 1 never get the same task. */
import { SENTIMENT } from "./support/api";
import { expect, pageOf, test } from "./support/journey";

const TASKS = 12;

test("two annotators finish a project without meeting on a task", async ({ browser, api, site }) => {
  const texts = Array.from({ length: TASKS }, (_, index) => `Sentence number ${index + 1}.`);
  const project = await api.project("Two annotators", SENTIMENT, texts);
  const people = ["first@example.org", "second@example.org"];
  const seen: string[][] = [];
  for (const email of people) await api.call("POST", "/api/users", { email, password: "annotator-password" });
  const work = people.map(async (email, person) => {
    const context = await browser.newContext({ baseURL: site.url });
    const page = await pageOf(context, { email, password: "annotator-password" });
    await page.goto(`/projects/${project}/label`);
    const main = page.getByRole("main");
    const mine: string[] = [];
    seen[person] = mine;
    const done = page.getByText("Every task in your queue is done.");
    for (let turn = 0; turn < TASKS + 1; turn += 1) {
      const current = mine.at(-1);
      let sentence: string | undefined;
      let isDone = false;
      await expect(async () => {
        isDone = await done.isVisible();
        sentence = ((await main.textContent()) ?? "").match(/Sentence number \d+\./)?.[0];
        expect(isDone || (sentence !== undefined && sentence !== current)).toBe(true);
      }).toPass({ timeout: 15_000 });
      if (isDone || sentence === undefined) break;
      mine.push(sentence);
      await page.keyboard.press("1");
      await page.keyboard.press("Control+Enter");
    }
    await context.close();
  });
  await Promise.all(work);
  await expect.poll(async () => (await api.exported(project)).length, { timeout: 15_000 }).toBe(TASKS);
  for (const task of await api.exported(project)) expect(task.annotations).toHaveLength(1);
  expect([...seen.flat()].sort()).toEqual([...texts].sort());
});
