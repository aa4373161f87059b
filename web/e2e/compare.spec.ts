/** Two annotations side by side: by key and by button, on the label and the review page, for text and for pictures. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { type Api, BOXES, type Task } from "./support/api";
import { expect, test } from "./support/journey";

const TEXT = "Imke Berg, head of the fleet, expects trains in Upper Austria in May.";
const CONFIG = `<View>
  <Labels name="label" toName="text"><Label value="Person"/><Label value="Place"/><Label value="Firm"/></Labels>
  <Text name="text" value="$text"/>
  <Choices name="kind" toName="text"><Choice value="News"/><Choice value="Rumour"/></Choices>
</View>`;

function span(words: string, label: string): object {
  const start = TEXT.indexOf(words);
  const value = { start, end: start + words.length, text: words, labels: [label] };
  return { id: words, from_name: "label", to_name: "text", type: "labels", value };
}

function kind(choice: string): object {
  return { id: "kind", from_name: "kind", to_name: "text", type: "choices", value: { choices: [choice] } };
}

function box(x: number): object {
  const value = { x, y: 20, width: 20, height: 30, rotation: 0, rectanglelabels: ["Coin"] };
  const size = { original_width: 384, original_height: 303, image_rotation: 0 };
  return { id: `box${x}`, from_name: "label", to_name: "image", type: "rectanglelabels", value, ...size };
}

/** The project's only task, annotated by its owner and predicted by a model. */
async function opinions(api: Api, project: number, mine: readonly object[], guess: readonly object[]): Promise<number> {
  const { tasks } = await api.call<{ tasks: readonly Task[] }>("GET", `/api/tasks?project=${project}`);
  const task = tasks[0]?.id ?? 0;
  await api.call("POST", `/api/tasks/${task}/annotations`, { result: mine });
  await api.call("POST", "/api/predictions", { task, result: guess, score: 0.8, model_version: "news-1" });
  return task;
}

async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id }) => id);
}

test("what differs between an annotation and a prediction is marked, listed and walked through", async ({
  api,
  owner,
}) => {
  const project = await api.project("Compared", CONFIG, [TEXT]);
  const mine = [span("Imke Berg", "Person"), span("Upper Austria", "Place"), span("May", "Place"), kind("News")];
  const guess = [span("Imke Berg, head of the fleet", "Person"), span("Upper Austria", "Firm"), kind("Rumour")];
  const task = await opinions(api, project, mine, guess);
  await owner.goto(`/projects/${project}/label?task=${task}`);
  await expect(owner.getByRole("tab", { name: /news-1/ })).toBeVisible();
  await owner.keyboard.press("Alt+v");
  const view = owner.getByRole("dialog", { name: "Compare annotations" });
  const [a, b] = ["A", "B"].map((side) => view.getByRole("region", { name: `Annotation ${side}` }));
  const list = view.getByRole("complementary", { name: "Differences" });
  await expect(list).toContainText("0 same · 4 differ");
  await expect(list.getByRole("listitem")).toHaveText([
    /Kind.*News.*Rumour/,
    /End differs/,
    /Label differs/,
    /Only in A.*May.*nothing/,
  ]);
  await expect(a?.locator("mark.noted") ?? view).toHaveCount(3);
  await expect(b?.locator("mark.noted") ?? view).toHaveCount(2);
  expect(await serious(owner)).toEqual([]);

  await owner.keyboard.press("j");
  await owner.keyboard.press("j");
  await expect(list.locator("[aria-current=true]")).toContainText("End differs");
  await expect(a?.locator("mark.is-on") ?? view).toHaveText("Imke Berg");
  await expect(b?.locator("mark.is-on") ?? view).toHaveText("Imke Berg, head of the fleet");
  await b?.locator("mark").filter({ hasText: "Upper Austria" }).click();
  await expect(a?.locator("mark.is-on") ?? view).toHaveText("Upper Austria");
  await expect(list.locator("[aria-current=true]")).toContainText("Label differs");

  await a?.getByLabel("Annotation A").selectOption({ label: "news-1 0.80" });
  await expect(list).toContainText("They are the same in everything");
  await owner.keyboard.press("Escape");
  await expect(view).toHaveCount(0);
  await expect(owner.getByRole("treeitem", { name: /region 1$/ })).toBeVisible();
});

test("boxes are compared from the review page, and only what differs can be shown", async ({ api, owner }) => {
  const project = await api.project("Compared boxes", BOXES, []);
  await api.pictures(project, ["coins-greek-pompeii.png"]);
  await api.call("PATCH", `/api/projects/${project}`, {
    enable_review: true,
    review_settings: { review_own_work: true },
  });
  await opinions(api, project, [box(5), box(50)], [box(5), box(58)]);
  await owner.goto(`/projects/${project}/review`);
  await owner.getByRole("button", { name: /^Compare/ }).click();
  const list = owner.getByRole("complementary", { name: "Differences" });
  await expect(list).toContainText("1 same · 1 differs");
  await expect(list.getByRole("listitem")).toContainText("Place differs");
  await owner.getByLabel("Show only what differs").check();
  await owner.keyboard.press("Escape");
  await expect(owner.getByRole("button", { name: /^Accept/ })).toBeVisible();
});

test("thousands of differences are walked through while a few are in the document", async ({ api, owner }) => {
  const many = 2000;
  const words = Array.from({ length: many }, (_, place) => `word${place}`);
  const project = await api.project("Compared at length", CONFIG, [words.join(" ")]);
  let start = 0;
  const places = words.map((word) => {
    const place = { id: word, start, end: start + word.length, text: word };
    start += word.length + 1;
    return place;
  });
  const spans = (label: string): object[] =>
    places.map(({ id, ...value }) => {
      return { id, from_name: "label", to_name: "text", type: "labels", value: { ...value, labels: [label] } };
    });
  const task = await opinions(api, project, spans("Person"), spans("Firm"));
  await owner.goto(`/projects/${project}/label?task=${task}`);
  await expect(owner.getByRole("tab", { name: /news-1/ })).toBeVisible();
  await owner.keyboard.press("Alt+v");
  const list = owner.getByRole("complementary", { name: "Differences" });
  await expect(list).toContainText("0 same · 2,000 differ");
  const items = list.getByRole("listitem");
  await expect(items.first()).toHaveAttribute("aria-setsize", String(many));
  expect(await items.count()).toBeLessThan(60);
  await owner.keyboard.press("k");
  await expect(list.locator("[aria-current=true]")).toContainText("word1999");
  await expect(list.locator("[aria-current=true]")).toBeInViewport({ ratio: 1 });
  await owner.keyboard.press("j");
  await expect(list.locator("[aria-current=true]")).toContainText("word0");
  await expect(list.locator("[aria-current=true]")).toBeInViewport({ ratio: 1 });
  expect(await items.count()).toBeLessThan(60);
});
