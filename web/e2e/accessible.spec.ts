/** Every page under axe, light and dark: nothing serious, nothing critical. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { type Api, BOXES, ENTITIES, SECTIONS, SENTIMENT, SPEECH, sample } from "./support/api";
import { expect, test } from "./support/journey";

async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
}

async function config(name: string): Promise<string> {
  return String(await sample(`configs/${name}.config.xml`));
}

/** A draft with one section, so that the transcript shows. */
async function markSection(api: Api, project: number): Promise<void> {
  const { tasks } = await api.call<{ tasks: readonly { id: number }[] }>("GET", `/api/tasks?project=${project}`);
  const value = { start: 1, end: 2, channel: 0, labels: ["Reader"] };
  const section = { id: "s", from_name: "speaker", to_name: "audio", type: "labels", original_length: 5.3, value };
  await api.call("POST", `/api/tasks/${tasks[0]?.id ?? 0}/drafts`, { result: [section] });
}

/** A project with work that its owner may judge, and a comment on it. */
async function reviewed(api: Api, title: string): Promise<number> {
  const project = await api.project(title, SENTIMENT, ["A lovely little phone."]);
  const settings = { enable_review: true, review_settings: { review_own_work: true } };
  await api.call("PATCH", `/api/projects/${project}`, settings);
  const { tasks } = await api.call<{ tasks: readonly { id: number }[] }>("GET", `/api/tasks?project=${project}`);
  const task = tasks[0]?.id ?? 0;
  const value = { choices: ["Positive"] };
  const result = [{ id: "c", from_name: "sentiment", to_name: "text", type: "choices", value }];
  const { id } = await api.call<{ id: number }>("POST", `/api/tasks/${task}/annotations`, { result });
  await api.call("POST", "/api/comments", { annotation: id, text: "Is it?" });
  return project;
}

for (const theme of ["light", "dark"]) {
  test(`no page has a serious finding, ${theme}`, async ({ owner: page, api }) => {
    test.slow(); // Every page there is.
    await page.addInitScript((value) => localStorage.setItem("labelwright.theme", value), theme);
    const texts = await api.project(`Spans ${theme}`, ENTITIES, ["Ada Holm of Orbis Rail."]);
    const choices = await api.project(`Choices ${theme}`, SENTIMENT, ["A lovely little phone."]);
    const pictures = await api.project(`Pictures ${theme}`, BOXES, []);
    await api.pictures(pictures, ["rocket-launch-pad.jpg"]);
    const outlines = await api.project(`Outlines ${theme}`, await config("guide-polygons"), []);
    await api.pictures(outlines, ["rocket-launch-pad.jpg"]);
    const sounds = await api.project(`Sounds ${theme}`, await config("guide-transcription"), []);
    await api.recording(sounds, SPEECH);
    const sections = await api.project(`Sections ${theme}`, SECTIONS, []);
    await api.recording(sections, SPEECH);
    await markSection(api, sections);
    const reviews = await reviewed(api, `Reviews ${theme}`);
    const pages = [
      "/projects",
      "/projects/new",
      `/projects/${texts}/data`,
      `/projects/${texts}/settings`,
      `/projects/${texts}/settings/labeling`,
      `/projects/${texts}/settings/annotation`,
      `/projects/${texts}/settings/review`,
      `/projects/${texts}/settings/members`,
      `/projects/${texts}/settings/storage`,
      `/projects/${texts}/settings/webhooks`,
      `/projects/${texts}/settings/danger-zone`,
      `/projects/${reviews}/review`,
      `/projects/${texts}/label`,
      `/projects/${choices}/label`,
      `/projects/${pictures}/label`,
      `/projects/${outlines}/label`,
      `/projects/${sounds}/label`,
      `/projects/${sections}/label`,
      "/people",
      "/people/activity",
      "/user/account",
      "/nowhere",
    ];
    const found: string[] = [];
    for (const path of pages) {
      await page.goto(path);
      await page.waitForLoadState("networkidle");
      found.push(...(await serious(page)).map((finding) => `${path} ${finding}`));
    }
    const { tasks } = await api.call<{ tasks: readonly { id: number }[] }>("GET", `/api/tasks?project=${reviews}`);
    await page.goto(`/projects/${reviews}/label?task=${tasks[0]?.id ?? 0}`);
    // Without regions the panel stays away until it is asked for.
    await page.getByRole("button", { name: "Comments", exact: true }).click();
    await page.getByRole("tab", { name: "Info" }).click();
    await page.getByRole("heading", { name: "History" }).waitFor();
    found.push(...(await serious(page)).map((finding) => `History ${finding}`));
    const grid = `/projects/${pictures}/data?layout=grid`;
    await page.goto(grid);
    await page.getByRole("gridcell").first().getByRole("checkbox").check();
    found.push(...(await serious(page)).map((finding) => `${grid} ${finding}`));
    await page.goto(`/projects/${reviews}/data`);
    await page.getByRole("row").nth(1).getByRole("checkbox").check();
    await page.getByRole("button", { name: "Assign…" }).click();
    await page.getByRole("dialog").getByRole("checkbox").first().waitFor();
    found.push(...(await serious(page)).map((finding) => `Assign dialog ${finding}`));
    for (const name of ["Filter", "Sort", "Columns"]) {
      await page.goto(`/projects/${texts}/data`);
      await page.getByRole("button", { name }).first().click();
      await page.getByRole("dialog").waitFor();
      found.push(...(await serious(page)).map((finding) => `${name} ${finding}`));
    }
    for (const name of ["Import", "Export"]) {
      await page.goto(`/projects/${texts}/data`);
      await page.getByRole("button", { name }).click();
      await page.getByRole("dialog").waitFor();
      found.push(...(await serious(page)).map((finding) => `${name} dialog ${finding}`));
      if (name === "Export") {
        await page.getByRole("radio", { name: "Snapshots" }).check({ force: true });
        await page.getByRole("button", { name: "Make snapshot" }).waitFor();
        found.push(...(await serious(page)).map((finding) => `Snapshots ${finding}`));
      }
    }
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    await page.getByRole("banner").getByRole("button", { name: /^Jobs/ }).click();
    await page.getByRole("dialog", { name: "Jobs" }).waitFor();
    found.push(...(await serious(page)).map((finding) => `Jobs drawer ${finding}`));
    await page.goto(`/projects/${texts}/settings/storage`);
    await page.getByRole("button", { name: "Add storage" }).click();
    found.push(...(await serious(page)).map((finding) => `Storage dialog ${finding}`));
    expect(found).toEqual([]);
  });
}

test("signing in and up have no serious finding", async ({ page }) => {
  const found: string[] = [];
  for (const path of ["/user/login", "/user/signup"]) {
    await page.goto(path);
    await page.getByLabel("Email").waitFor();
    found.push(...(await serious(page)).map((finding) => `${path} ${finding}`));
  }
  expect(found).toEqual([]);
});
