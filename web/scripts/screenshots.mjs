/**
 * Pictures of every page, light and dark, to hold beside the mock-ups.
 *
 * Needs a running server with data: BASE_URL, EMAIL, PASSWORD; CHROMIUM names the browser. Writes to `screenshots/`. Pages that
 * look different to an annotator are taken as ANNOTATOR (with ANNOTATOR_PASSWORD), where one is named.
 */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const BASE_URL = process.env.BASE_URL ?? "http://127.0.0.1:8080";
const { EMAIL, PASSWORD, ANNOTATOR, ANNOTATOR_PASSWORD } = process.env;
/** Words, one of which a picture's name has to contain; without any all are taken. */
const ONLY = (process.env.ONLY ?? "").split(" ").filter(Boolean);
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

async function signIn(page, email, password) {
  await page.goto("/user/login");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
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

async function openColumns(page) {
  await page.getByRole("grid").waitFor();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("dialog").waitFor();
}

async function openDeliveries(page) {
  await page.getByRole("article").nth(1).waitFor();
  for (const name of ["Test", "Deliveries"]) {
    for (const button of await page.getByRole("button", { name, exact: true }).all()) await button.click();
  }
  await page.getByRole("row").nth(3).waitFor();
}

async function testAll(page) {
  await page.getByRole("article").nth(1).waitFor();
  for (const button of await page.getByRole("button", { name: "Test", exact: true }).all()) await button.click();
}

/** Imports so many tasks that it takes a while, and shows the jobs meanwhile; answers with how to clear them away. */
async function openJobs(page) {
  const token = (await page.context().cookies()).find(({ name }) => name === "csrftoken")?.value ?? "";
  const headers = { "X-CSRFToken": token };
  const made = await page.request.post("/api/projects", { data: { title: "Archive" }, headers });
  const { id } = await made.json();
  const data = Array.from({ length: 60_000 }, (_, index) => ({
    text: `Call ${index + 1}: the parcel has not come yet.`,
  }));
  await page.request.post(`/api/projects/${id}/import`, { data, headers });
  await page.getByRole("button", { name: /^Jobs/ }).click();
  await page.getByRole("region", { name: "Finished" }).waitFor();
  return () => page.request.delete(`/api/projects/${id}`, { headers });
}

async function askToRemove(page, button) {
  await page.getByRole("button", { name: button }).first().click();
  await page.getByRole("dialog").waitFor();
}

/** Every request fails, as when the server is away. */
async function loseServer(page) {
  await page.route("**/api/**", (route) => route.abort());
  await page.getByRole("link", { name: "Dashboard" }).click();
  await page.getByRole("alert").first().waitFor();
}

async function counted(page) {
  await page.getByText(/^As of/).waitFor();
}

async function compareTwo(page) {
  await page.getByRole("tablist", { name: "Annotations" }).getByRole("tab").nth(1).waitFor();
  await page.keyboard.press("Alt+v");
  await page.getByRole("dialog", { name: "Compare annotations" }).waitFor();
  await page.keyboard.press("j");
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

async function scrollToLabels(page) {
  await counted(page);
  await page.getByRole("region", { name: "Labels", exact: true }).scrollIntoViewIfNeeded();
}

async function openPalette(page, text) {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search and commands" }).fill(text);
  await page.getByRole("dialog").getByRole("option").first().waitFor();
}

/** Leaves a draft behind and comes back. */
async function leaveOff(page, label) {
  await page.goto(label);
  await page.getByRole("button", { name: /^Submit/ }).waitFor();
  await page.keyboard.press("1");
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.goto("/projects");
  await page.getByRole("region", { name: "Where you left off" }).waitFor();
}

/** Adds the first person, unless one was added for an earlier picture, and asks to take them out again. */
async function removeLast(page) {
  const remove = page.getByRole("button", { name: /^Remove .* from the project$/ });
  await page.getByRole("row").nth(1).waitFor();
  if ((await remove.count()) === 0) {
    await page.getByLabel("Add a person").selectOption({ index: 1 });
    await page.getByRole("button", { name: "Add", exact: true }).click();
  }
  await remove.click();
  await page.getByRole("dialog").waitFor();
}

/** Every page: its name, where it is, and what to do before the picture is taken. */
function shots(projects, tasks) {
  // The one that most has been done in.
  const [first] = projects.toSorted((a, b) => b.total_annotations_number - a.total_annotations_number);
  const empty = projects.find(({ task_number: count }) => count === 0);
  const pictures = projects.find(({ title }) => title === "Museum objects");
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
    { name: "members-remove", path: "/people", act: (page) => askToRemove(page, /^Remove/) },
    { name: "members-new-link", path: "/people", act: (page) => askToRemove(page, "Replace link") },
    { name: "account", path: "/user/account" },
    { name: "theme-menu", path: "/projects", act: (page) => page.getByRole("button", { name: "Theme" }).click() },
    {
      name: "account-menu",
      path: "/projects",
      act: (page) => page.getByRole("button", { name: /^Account of/ }).click(),
    },
    { name: "not-found", path: "/nowhere" },
    { name: "palette", path: "/projects", act: (page) => openPalette(page, "") },
    { name: "no-project", path: "/projects/987654/data" },
  ];
  if (first === undefined) return pages;
  const base = `/projects/${first.id}`;
  return [
    ...pages,
    { name: "data", path: `${base}/data` },
    { name: "data-filter", path: `${base}/data`, act: openFilter },
    { name: "data-columns", path: `${base}/data`, act: openColumns },
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
    { name: "settings-models", path: `${base}/settings/ml`, act: testAll },
    { name: "settings-webhooks", path: `${base}/settings/webhooks`, act: openDeliveries },
    {
      name: "settings-webhooks-add",
      path: `${base}/settings/webhooks`,
      act: (page) => openDialog(page, "Add webhook"),
    },
    { name: "settings-storage-add", path: `${base}/settings/storage`, act: (page) => openDialog(page, "Add storage") },
    { name: "settings-models-add", path: `${base}/settings/ml`, act: (page) => openDialog(page, "Connect model") },
    { name: "dashboard", path: `${base}/dashboard`, act: counted },
    { name: "dashboard-labels", path: `${base}/dashboard`, act: scrollToLabels },
    { name: "palette-project", path: `${base}/data`, act: (page) => openPalette(page, "re") },
    { name: "palette-label", path: `${base}/label`, act: (page) => openPalette(page, "") },
    { name: "server-away", path: `${base}/data`, act: loseServer },
    ...(pictures === undefined ? [] : [{ name: "data-grid", path: `/projects/${pictures.id}/data?layout=grid` }]),
    ...(empty === undefined
      ? []
      : [
          { name: "empty-data", path: `/projects/${empty.id}/data` },
          { name: "empty-dashboard", path: `/projects/${empty.id}/dashboard`, act: counted },
          { name: "empty-storage", path: `/projects/${empty.id}/settings/storage` },
          { name: "empty-models", path: `/projects/${empty.id}/settings/ml` },
          { name: "empty-webhooks", path: `/projects/${empty.id}/settings/webhooks` },
          { name: "jobs", path: `${base}/data`, act: openJobs },
        ]),
    ...tasks.map(({ id, project, name }) => ({
      name: `compare-${name}`,
      path: `/projects/${project}/label?task=${id}`,
      act: compareTwo,
    })),
    { name: "organization-webhooks", path: "/organization/webhooks" },
    { name: "settings-danger", path: `${base}/settings/danger-zone` },
    ...projects
      .filter((project) => project.toReview > 0)
      .flatMap(({ id }) => [
        { name: `review-${id}`, path: `/projects/${id}/review` },
        { name: `review-${id}-reject`, path: `/projects/${id}/review`, act: reject },
        { name: `review-${id}-comments`, path: `/projects/${id}/review`, act: showComments },
      ]),
    ...projects
      .filter(({ task_number: count }) => count > 0)
      .map(({ id }) => ({ name: `label-${id}`, path: `/projects/${id}/label` })),
    ...projects
      // Those of the reviews are choices: nothing there to select.
      .filter(({ predicted, toReview }) => predicted !== undefined && toReview === 0)
      .map(({ id, predicted }) => ({
        name: `label-${id}-regions`,
        path: `/projects/${id}/label?task=${predicted}`,
        act: copyPrediction,
      })),
    // Last, for they change what the other pictures show.
    ...projects
      .filter(({ label_config: config, toReview }) => config.includes("<Choices") && toReview === 0)
      .slice(0, 1)
      .map(({ id }) => ({
        name: "projects-resume",
        path: "/projects",
        act: (page) => leaveOff(page, `/projects/${id}/label`),
      })),
    { name: "settings-members-last", path: `${base}/settings/members`, act: removeLast },
  ];
}

const QUIET_MS = 400;

/** Waits until nothing was asked of the server for a moment; the stream of jobs is always open. */
async function settle(page) {
  let last = Date.now();
  const note = () => {
    last = Date.now();
  };
  page.on("request", note);
  page.on("requestfinished", note);
  while (Date.now() - last < QUIET_MS) await page.waitForTimeout(50);
  page.off("request", note);
  page.off("requestfinished", note);
}

async function take(page, name, theme) {
  await page.waitForLoadState("networkidle");
  await settle(page);
  await page.screenshot({ path: `${TARGET}${name}.${theme}.png`, animations: "disabled" });
}

/** A page in a browser of its own, whose complaints are kept. */
async function openPage(browser, theme, problems) {
  const context = await browser.newContext({ baseURL: BASE_URL, viewport: { width: 1440, height: 900 } });
  await context.addInitScript((value) => localStorage.setItem("labelwright.theme", value), theme);
  const page = await context.newPage();
  page.on("console", (message) => {
    // A refused request is the page's business and often expected (no task left); broken rules and code are ours.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      problems.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`${page.url()}: ${error.message}`));
  return page;
}

/** One task of each project that has work of two people or more to compare. */
async function comparable(page, projects) {
  const found = [];
  for (const { id: project, title } of projects) {
    const listed = await page.request.get(`/api/tasks?project=${project}&page_size=1`);
    const [task] = (await listed.json()).tasks;
    if (task !== undefined && task.total_annotations > 1)
      found.push({ id: task.id, project, name: title.toLowerCase().replace(/\W+/g, "-") });
  }
  return found;
}

async function visit(page, theme, problems, { name, path, act }) {
  if (ONLY.length > 0 && !ONLY.some((word) => name.includes(word))) return;
  try {
    await page.goto(path);
    await page.waitForLoadState("networkidle");
    const clear = await act?.(page);
    await take(page, name, theme);
    if (typeof clear === "function") await clear();
  } catch (error) {
    // The other pictures are wanted all the same.
    problems.push(`${name} (${theme}): ${error.message}`);
  }
  await page.unrouteAll();
}

/** What an annotator sees: fewer pages, and work that was sent back. */
async function photographAnnotator(browser, theme, problems, project) {
  if (ANNOTATOR === undefined || project === undefined) return;
  const page = await openPage(browser, theme, problems);
  await signIn(page, ANNOTATOR, ANNOTATOR_PASSWORD);
  await visit(page, theme, problems, { name: "annotator-projects", path: "/projects" });
  await visit(page, theme, problems, { name: "annotator-members", path: "/people" });
  await visit(page, theme, problems, { name: "annotator-data", path: `/projects/${project.id}/data` });
  await visit(page, theme, problems, { name: "annotator-refused", path: `/projects/${project.id}/settings` });
  await page.context().close();
}

/** What somebody without an account sees. */
async function photographVisitor(browser, theme, problems, invite) {
  const page = await openPage(browser, theme, problems);
  await visit(page, theme, problems, {
    name: "login",
    path: "/user/login",
    act: (login) => login.getByRole("button", { name: "Sign in" }).waitFor(),
  });
  await visit(page, theme, problems, {
    name: "login-server-away",
    path: "/user/login",
    act: async (login) => {
      await login.route("**/api/**", (route) => route.abort());
      await login.reload();
      await login.getByRole("alert").waitFor();
    },
  });
  await visit(page, theme, problems, {
    name: "signup",
    path: invite,
    act: (signup) => signup.getByRole("button", { name: "Create account" }).waitFor(),
  });
  await page.context().close();
}

async function photograph(browser, theme) {
  const problems = [];
  const page = await openPage(browser, theme, problems);
  await signIn(page, EMAIL, PASSWORD);
  const listed = await page.request.get("/api/projects?page_size=10&ordering=-updated_at");
  const { results } = await listed.json();
  for (const project of results) {
    const queue = await page.request.get(`/api/projects/${project.id}/review`);
    const listed = await page.request.get(`/api/tasks?project=${project.id}&page_size=50`);
    project.predicted = (await listed.json()).tasks.find(({ total_predictions: count }) => count > 0)?.id;
    project.toReview = queue.ok() ? (await queue.json()).left : 0;
  }
  for (const shot of shots(results, await comparable(page, results))) await visit(page, theme, problems, shot);
  const invite = await page.request.get("/api/invite");
  await photographVisitor(browser, theme, problems, (await invite.json()).invite_url);
  await photographAnnotator(
    browser,
    theme,
    problems,
    results.find(({ toReview }) => toReview > 0),
  );
  await page.context().close();
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
