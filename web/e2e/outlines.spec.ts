/** Polygons on a real picture: by pointer, changed corner by corner, by keyboard at the cross, exported in percent. */
import type { Locator, Page } from "@playwright/test";
import { type ResultItem, sample } from "./support/api";
import { expect, test } from "./support/journey";

const CONFIG = "configs/guide-polygons.config.xml";

async function open(page: Page, project: number): Promise<Locator> {
  await page.goto(`/projects/${project}/label`);
  const picture = page.getByLabel(/^Picture image/);
  await expect(picture).toBeVisible();
  await expect(page.getByText("Loading the picture")).toHaveCount(0);
  return picture;
}

type Place = readonly [x: number, y: number];

/** A click at shares of the stage, with the pointer moved there as a hand would. */
async function click(page: Page, picture: Locator, [x, y]: Place): Promise<void> {
  const area = await picture.boundingBox();
  if (area === null) throw new Error("the picture has no size");
  await page.mouse.move(area.x + area.width * x, area.y + area.height * y, { steps: 4 });
  await page.mouse.down();
  await page.mouse.up();
}

function points(item: ResultItem | undefined): readonly Place[] {
  const list = item?.value["points"];
  if (!Array.isArray(list)) throw new Error("no points");
  return list;
}

function edit(page: Page) {
  return page.getByText(/region \d+ · \d+ points/);
}

test("draw, change and undo a polygon by pointer, draw one by keyboard, export both", async ({ owner: page, api }) => {
  const project = await api.project("Outlines", String(await sample(CONFIG)), []);
  await api.pictures(project, ["rocket-launch-pad.jpg"]);
  const picture = await open(page, project);

  await page.keyboard.press("1");
  for (const place of [
    [0.42, 0.3],
    [0.56, 0.3],
    [0.56, 0.6],
    [0.42, 0.62],
  ] as const)
    await click(page, picture, place);
  await page.keyboard.press("Backspace");
  await click(page, picture, [0.42, 0.6]);
  await page.keyboard.press("Enter");
  const first = page.getByRole("treeitem", { name: /Building.*, region 1$/ });
  await expect(first).toContainText("4 pts");

  // A press on an edge puts a point in; Alt takes it out; undo brings it back.
  await first.click();
  await page.keyboard.press("v");
  await click(page, picture, [0.49, 0.3]);
  await expect(edit(page)).toContainText("5 points");
  await page.keyboard.down("Alt");
  await click(page, picture, [0.49, 0.3]);
  await page.keyboard.up("Alt");
  await expect(edit(page)).toContainText("4 points");
  await page.keyboard.press("Control+z");
  await expect(edit(page)).toContainText("5 points");

  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("3");
  await picture.focus();
  for (const key of ["ArrowLeft", "Enter", "Shift+ArrowRight", "Enter", "Shift+ArrowDown", "Enter", "Enter"])
    await page.keyboard.press(key);
  await expect(page.getByRole("treeitem", { name: /Vegetation.*, region 2$/ })).toContainText("3 pts");

  await page.keyboard.press("Control+Enter");
  await expect.poll(async () => (await api.exported(project)).length).toBe(1);
  const [task] = await api.exported(project);
  const result = task?.annotations[0]?.result ?? [];
  expect(result).toMatchObject([
    {
      from_name: "label",
      to_name: "image",
      type: "polygonlabels",
      value: { closed: true, polygonlabels: ["Building"] },
    },
    { type: "polygonlabels", value: { closed: true, polygonlabels: ["Vegetation"] } },
  ]);
  expect(result[0]).toMatchObject({ original_width: 640, original_height: 427, image_rotation: 0 });
  expect(points(result[0])).toHaveLength(5);
  for (const [x, y] of points(result[0])) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
    expect(Math.max(x, y)).toBeLessThanOrEqual(100);
  }
  const [a, b, c] = points(result[1]);
  expect((b?.[0] ?? 0) - (a?.[0] ?? 0)).toBeCloseTo((10 / 640) * 100, 4);
  expect((c?.[1] ?? 0) - (b?.[1] ?? 0)).toBeCloseTo((10 / 427) * 100, 4);
});

test("a polygon opened and saved without a change stays what it was", async ({ owner: page, api }) => {
  const project = await api.project("Stored outlines", String(await sample(CONFIG)), []);
  await api.pictures(project, ["rocket-launch-pad.jpg"]);
  const { tasks } = await api.call<{ tasks: readonly { id: number }[] }>("GET", `/api/tasks?project=${project}`);
  const id = tasks[0]?.id ?? 0;
  const stored = {
    id: "abc",
    from_name: "label",
    to_name: "image",
    type: "polygonlabels",
    origin: "manual",
    original_width: 640,
    original_height: 427,
    image_rotation: 0,
    value: {
      points: [
        [40.123456789, 30],
        [60, 30.5],
        [50, 70],
      ],
      closed: true,
      polygonlabels: ["Road"],
    },
  };
  await api.call("POST", `/api/tasks/${id}/annotations`, { result: [stored] });
  await page.goto(`/projects/${project}/label?task=${id}`);
  await expect(page.getByRole("treeitem", { name: /Road.*, region 1$/ })).toContainText("3 pts");
  await page.getByRole("button", { name: /^Update/ }).click();
  await expect(page.getByText(/updated/)).toBeVisible();
  expect((await api.exported(project))[0]?.annotations[0]?.result).toEqual([stored]);
});
