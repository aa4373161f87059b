/** The dashboard: counted by itself, read as pictures and as tables, taken along as CSV. */
import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { type Api, SENTIMENT } from "./support/api";
import { expect, OWNER, test } from "./support/journey";

const LABELS = ["Positive", "Negative", "Neutral"];

/** Tasks on which two people agree but for every fourth. */
async function labeled(api: Api, title: string): Promise<number> {
  const other = `noor-${title.toLowerCase()}@example.org`;
  await api.call("POST", "/api/users", { email: other, username: "noor", first_name: "Noor" });
  const project = await api.project(title, SENTIMENT, []);
  const said = (label: string | undefined, email: string, seconds: number) => ({
    result: [{ from_name: "sentiment", to_name: "text", type: "choices", value: { choices: [label] } }],
    completed_by: { email },
    lead_time: seconds,
  });
  const tasks = Array.from({ length: 12 }, (_, number) => ({
    data: { text: `Text ${number}` },
    annotations: [
      said(LABELS[number % 3], OWNER.email, 20 + number),
      said(LABELS[(number % 4 === 0 ? number + 1 : number) % 3], other, 40 + number),
    ],
  }));
  await api.call("POST", `/api/projects/${project}/import`, tasks);
  await expect
    .poll(async () =>
      (await api.call<{ tasks: { agreement: number | null }[] }>("GET", `/api/tasks?project=${project}`)).tasks.every(
        ({ agreement }) => agreement !== null,
      ),
    )
    .toBe(true);
  return project;
}

for (const theme of ["light", "dark"]) {
  test(`a project is counted and its numbers are shown, ${theme}`, async ({ owner: page, api }) => {
    await page.addInitScript((value) => localStorage.setItem("labelwright.theme", value), theme);
    const project = await labeled(api, `Counted${theme}`);
    await page.goto(`/projects/${project}/data`);
    await page.getByRole("link", { name: "Dashboard" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
    const summary = page.getByRole("region", { name: "Summary" });
    await expect(summary).toContainText("of 12 tasks done");
    await expect(summary).toContainText("0.75");
    await expect(page.locator(".uplot canvas")).toBeVisible();

    const annotators = page.getByRole("region", { name: "Annotators", exact: true }).first();
    await expect(annotators.getByRole("row", { name: /Noor/ })).toContainText("12");
    const agreement = page.getByRole("region", { name: "Agreement", exact: true });
    await agreement.getByLabel("Measure").selectOption("Cohen's kappa, sentiment");
    await expect(agreement.getByRole("table").first()).not.toContainText("0.75");

    const table = page.getByText("Show as table");
    await table.focus();
    await page.keyboard.press("Enter");
    await expect(
      page.getByRole("region", { name: "Progress" }).getByRole("columnheader", { name: "Day" }),
    ).toBeVisible();

    const waiting = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download Annotators as CSV" }).click();
    const file = await (await waiting).path();
    expect((await readFile(file, "utf8")).split("\r\n")[0]).toContain("annotator,submitted,skipped");

    await page.getByRole("radio", { name: "7 days" }).check({ force: true });
    await expect(page).toHaveURL(/span=week/);
    await page.getByRole("button", { name: "Count now" }).click();
    await expect(page.getByRole("button", { name: "Count now" })).toBeEnabled();

    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(serious.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`))).toEqual([]);
  });
}
