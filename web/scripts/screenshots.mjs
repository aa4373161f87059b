/**
 * Pictures of every page, light and dark, to hold beside the mock-ups.
 *
 * Needs a running server with data: BASE_URL, EMAIL, PASSWORD; CHROMIUM names the browser. Writes to `screenshots/`.
 */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const BASE_URL = process.env.BASE_URL ?? "http://127.0.0.1:8080";
const { EMAIL, PASSWORD } = process.env;
const TARGET = fileURLToPath(new URL("../screenshots/", import.meta.url));
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];

if (EMAIL === undefined || PASSWORD === undefined) {
  console.error("EMAIL and PASSWORD of an account with projects are needed.");
  process.exit(2);
}

async function signIn(page) {
  await page.goto("/user/login");
  await page.getByLabel("Email").fill(EMAIL);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Projects", level: 1 }).waitFor();
}

async function fillNewProject(page) {
  await page.getByLabel("Name", { exact: true }).fill("Press releases");
  const body = JSON.stringify([
    { source: "wire", body: "On 14 October Ada Holm of Orbis Rail opened the new workshop in Linz." },
    { source: "desk", body: "The port of Varna reopened on Tuesday after a fire in two grain silos." },
  ]);
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "releases.json", mimeType: "application/json", buffer: Buffer.from(body) });
  await page.getByText("2 records").waitFor();
  await page.getByText("Ada Holm").waitFor();
  await page.getByText("No problems").waitFor();
}

async function findNothing(page) {
  await page.getByLabel("Find a project").fill("zzz");
  await page.getByText("No project has").waitFor();
}

async function openDialog(page, name) {
  await page.getByRole("button", { name }).click();
  await page.getByRole("dialog").waitFor();
  if (name === "Export") await page.getByRole("dialog").getByText("JSON-MIN").first().waitFor();
}

async function openFilter(page) {
  await page.getByRole("grid").waitFor();
  await page.keyboard.press("f");
  await page.getByLabel("Value", { exact: true }).fill("Orbis");
}

async function selectRows(page) {
  for (const row of [2, 4, 5]) await page.getByRole("row").nth(row).getByRole("checkbox").check();
}

async function previewTask(page) {
  await page.getByRole("grid").focus();
  await page.keyboard.press("Space");
  await page.getByRole("dialog").getByRole("button", { name: "Open task" }).waitFor();
}

/** Shows a task with regions: those of its prediction, taken over, one of them selected. */
async function copyPrediction(page) {
  await page.getByRole("tab", { name: /0\.\d\d/ }).click();
  await page.getByRole("button", { name: "Copy as new annotation" }).click();
  const region = page.getByRole("treeitem", { name: /, region \d+$/ }).first();
  await region.click();
}

/** The dialog that asks why work is rejected. */
async function reject(page) {
  await page.getByRole("button", { name: "Reject" }).click();
  await page.getByRole("dialog").waitFor();
}

async function showComments(page) {
  await page.getByRole("tab", { name: /^Comments/ }).click();
  await page.getByLabel("Comment", { exact: true }).waitFor();
}

async function assignRows(page) {
  await selectRows(page);
  await openDialog(page, "Assign…");
}

/** Every page: its name, where it is, and what to do before the picture is taken. */
function shots(projects) {
  const [first] = projects.toSorted((a, b) => b.task_number - a.task_number);
  const pages = [
    { name: "projects", path: "/projects" },
    {
      name: "projects-table",
      path: "/projects",
      act: (page) => page.getByRole("radio", { name: "Table" }).check({ force: true }),
    },
    { name: "projects-none-found", path: "/projects", act: findNothing },
    { name: "create-project", path: "/projects/new", act: fillNewProject },
    { name: "members", path: "/people" },
    { name: "activity", path: "/people/activity" },
    { name: "account", path: "/user/account" },
    { name: "theme-menu", path: "/projects", act: (page) => page.getByRole("button", { name: "Theme" }).click() },
    { name: "not-found", path: "/nowhere" },
  ];
  if (first === undefined) return pages;
  const base = `/projects/${first.id}`;
  return [
    ...pages,
    { name: "data", path: `${base}/data` },
    { name: "data-filter", path: `${base}/data`, act: openFilter },
    { name: "data-selected", path: `${base}/data?order=["-tasks:id"]`, act: selectRows },
    { name: "data-preview", path: `${base}/data`, act: previewTask },
    { name: "import", path: `${base}/data`, act: (page) => openDialog(page, "Import") },
    { name: "export", path: `${base}/data`, act: (page) => openDialog(page, "Export") },
    { name: "settings-general", path: `${base}/settings` },
    { name: "settings-labeling", path: `${base}/settings/labeling` },
    { name: "settings-annotation", path: `${base}/settings/annotation` },
    { name: "data-assign", path: `${base}/data?order=["-tasks:id"]`, act: assignRows },
    { name: "settings-review", path: `${base}/settings/review` },
    { name: "settings-members", path: `${base}/settings/members` },
    { name: "settings-storage", path: `${base}/settings/storage` },
    { name: "settings-models", path: `${base}/settings/ml` },
    { name: "settings-webhooks", path: `${base}/settings/webhooks` },
    { name: "dashboard", path: `${base}/dashboard` },
    { name: "settings-danger", path: `${base}/settings/danger-zone` },
    ...projects
      .filter((project) => project.toReview > 0)
      .flatMap(({ id }) => [
        { name: `review-${id}`, path: `/projects/${id}/review` },
        { name: `review-${id}-reject`, path: `/projects/${id}/review`, act: reject },
        { name: `review-${id}-comments`, path: `/projects/${id}/review`, act: showComments },
      ]),
    ...projects.map(({ id }) => ({ name: `label-${id}`, path: `/projects/${id}/label` })),
    ...projects
      .filter(({ total_predictions_number: predictions }) => predictions > 0)
      .map(({ id }) => ({ name: `label-${id}-regions`, path: `/projects/${id}/label`, act: copyPrediction })),
  ];
}

async function take(page, name, theme) {
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: `${TARGET}${name}.${theme}.png`, animations: "disabled" });
}

async function photograph(browser, theme) {
  const context = await browser.newContext({ baseURL: BASE_URL, viewport: { width: 1440, height: 900 } });
  await context.addInitScript((value) => localStorage.setItem("labelwright.theme", value), theme);
  const page = await context.newPage();
  const problems = [];
  page.on("console", (message) => {
    // A refused request is the page's business and often expected (no task left); broken rules and code are ours.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      problems.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`${page.url()}: ${error.message}`));
  await page.goto("/user/login");
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  await take(page, "login", theme);
  await signIn(page);
  const listed = await page.request.get("/api/projects?page_size=6&ordering=-updated_at");
  const { results } = await listed.json();
  for (const project of results) {
    const queue = await page.request.get(`/api/projects/${project.id}/review`);
    project.toReview = queue.ok() ? (await queue.json()).left : 0;
  }
  for (const { name, path, act } of shots(results)) {
    await page.goto(path);
    await page.waitForLoadState("networkidle");
    if (act !== undefined) await act(page);
    await take(page, name, theme);
  }
  await context.close();
  return problems;
}

await mkdir(TARGET, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
try {
  const problems = [...(await photograph(browser, "light")), ...(await photograph(browser, "dark"))];
  for (const problem of new Set(problems)) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
} finally {
  await browser.close();
}
