/** Boxes on a real picture: by keyboard at the cross, by pointer, exported in percent. */
import { BOXES } from "./support/api";
import { expect, test } from "./support/journey";

test("draw one box by keyboard and one by pointer on an uploaded picture", async ({ owner: page, api }) => {
  const project = await api.project("Boxes", BOXES, []);
  await api.pictures(project, ["coins-greek-pompeii.png"]);
  await page.goto(`/projects/${project}/label`);
  const picture = page.getByLabel(/^Picture image/);
  await expect(picture).toBeVisible();
  await expect(page.getByText("Loading the picture")).toHaveCount(0);

  await page.keyboard.press("1");
  await picture.focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  for (let step = 0; step < 5; step += 1) await page.keyboard.press("Shift+ArrowRight");
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("treeitem", { name: /Coin.*, region 1$/ })).toHaveCount(1);

  await page.keyboard.press("Escape");
  await page.keyboard.press("2");
  const area = await picture.boundingBox();
  if (area === null) throw new Error("the picture has no size");
  await page.mouse.move(area.x + area.width * 0.3, area.y + area.height * 0.3);
  await page.mouse.down();
  await page.mouse.move(area.x + area.width * 0.4, area.y + area.height * 0.45, { steps: 8 });
  await page.mouse.up();
  await expect(page.getByRole("treeitem", { name: /Rocket.*, region 2$/ })).toHaveCount(1);

  await page.keyboard.press("Control+Enter");
  await expect.poll(async () => (await api.exported(project)).length).toBe(1);
  const [task] = await api.exported(project);
  const result = task?.annotations[0]?.result ?? [];
  expect(result.map((item) => item.type)).toEqual(["rectanglelabels", "rectanglelabels"]);
  for (const item of result) {
    expect(item).toMatchObject({ from_name: "label", to_name: "image", original_width: 384, original_height: 303 });
    for (const side of ["x", "y", "width", "height"]) {
      const percent = Number(item.value[side]);
      expect(percent).toBeGreaterThanOrEqual(0);
      expect(percent).toBeLessThanOrEqual(100);
    }
  }
  // 5 steps of 10 pixels across and 4 down, in percent of 384 x 303.
  expect(Number(result[0]?.value["width"])).toBeCloseTo((50 / 384) * 100, 0);
  expect(Number(result[0]?.value["height"])).toBeCloseTo((40 / 303) * 100, 0);
});
