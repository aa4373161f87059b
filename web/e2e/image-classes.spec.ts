/** A real picture classified by one key, exported and compared. */
import { sample } from "./support/api";
import { expect, test } from "./support/journey";

test("classify pictures by keys and export the answers", async ({ owner: page, api }) => {
  const config = String(await sample("configs/guide-image-classes.config.xml"));
  const project = await api.project("Picture classes", config, []);
  await api.pictures(project, ["cat-on-windowsill.jpg", "rocket-launch-pad.jpg"]);
  await page.goto(`/projects/${project}/label`);
  for (const [key, answer] of [
    ["1", "Cat"],
    ["4", "Other"],
  ] as const) {
    await expect(page.getByLabel(/^Picture image/)).toBeVisible();
    await expect(page.getByText("Loading the picture")).toHaveCount(0);
    await page.keyboard.press(key);
    await expect(page.getByRole("radio", { name: new RegExp(answer) })).toBeChecked();
    await page.keyboard.press("Control+Enter");
    await expect(page.getByRole("radio", { name: new RegExp(answer), checked: true })).toHaveCount(0);
  }
  await expect.poll(async () => (await api.exported(project)).length).toBe(2);
  const tasks = await api.exported(project);
  const answers = tasks.map(({ data, annotations }) => [
    data["image"]?.replace(/^.*-(?=cat|rocket)/, ""),
    annotations[0]?.result,
  ]);
  expect(answers).toMatchObject([
    [
      "cat-on-windowsill.jpg",
      [{ from_name: "choice", to_name: "image", type: "choices", value: { choices: ["Cat"] } }],
    ],
    ["rocket-launch-pad.jpg", [{ type: "choices", value: { choices: ["Other"] } }]],
  ]);
});
