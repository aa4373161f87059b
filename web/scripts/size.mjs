/** Holds every route to its budget: the gzip size of all scripts and styles it needs before it can show anything. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url);
const KILO = 1000;

const APP = "src/app/app.tsx";
/** The application with the bar that every page has but the label and the review page. */
const FRAMED = [APP, "src/app/app-shell.tsx"];

/** Route: the modules it loads beside the start-up (dynamic imports), and its budget in kB gzip. */
const ROUTES = [
  { name: "login", modules: ["src/features/auth/auth-app.tsx"], js: 90, css: 10 },
  { name: "projects", modules: [...FRAMED, "src/features/projects/projects-page.tsx"], js: 170, css: 15 },
  { name: "data manager", modules: [...FRAMED, "src/features/data-manager/data-page.tsx"], js: 210, css: 20 },
  {
    name: "dashboard",
    modules: [...FRAMED, "src/features/dashboard/dashboard-page.tsx", "src/features/dashboard/progress-chart.tsx"],
    js: 215,
    css: 20,
  },
  {
    name: "label: text, choices",
    modules: [APP, "src/features/labeling/label-route.tsx", "src/editor/tags/Text/view.tsx"],
    js: 230,
    css: 25,
  },
  {
    name: "label: comparing",
    modules: [APP, "src/features/labeling/label-route.tsx", "src/editor/compare/compare-dialog.tsx"],
    js: 240,
    css: 25,
  },
  {
    name: "label: image",
    modules: [APP, "src/features/labeling/label-route.tsx", "src/editor/tags/Image/view.tsx"],
    js: 250,
    css: 25,
  },
  {
    name: "label: audio",
    modules: [APP, "src/features/labeling/label-route.tsx", "src/editor/tags/Audio/view.tsx"],
    js: 290,
    css: 25,
  },
  {
    name: "config editor",
    modules: [
      ...FRAMED,
      "src/features/create-project/create-project-page.tsx",
      "src/design/code-editor/xml-editor.tsx",
      "src/editor/shell/config-preview.tsx",
    ],
    js: 330,
    css: 25,
  },
];

const manifest = JSON.parse(await readFile(new URL(".vite/manifest.json", DIST), "utf8"));
const sizes = new Map();

async function gzipSize(file) {
  const known = sizes.get(file);
  if (known !== undefined) return known;
  const size = gzipSync(await readFile(new URL(file, DIST)), { level: 6 }).length;
  sizes.set(file, size);
  return size;
}

/** All files behind a manifest key, following static imports only. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`${key} is not in the build's manifest; has the route moved?`);
  seen.add(key);
  for (const next of chunk.imports ?? []) closure(next, seen);
  return seen;
}

async function measure(route) {
  const keys = new Set();
  for (const key of ["index.html", ...route.modules]) closure(key, keys);
  const scripts = new Set();
  const styles = new Set();
  for (const key of keys) {
    scripts.add(manifest[key].file);
    for (const style of manifest[key].css ?? []) styles.add(style);
  }
  const sum = async (files) => {
    let total = 0;
    for (const file of files) total += await gzipSize(file);
    return total / KILO;
  };
  return { js: await sum(scripts), css: await sum(styles) };
}

let over = 0;
console.log(
  `${"route".padEnd(24)}${"JS kB".padStart(8)}${"budget".padStart(8)}${"CSS kB".padStart(8)}${"budget".padStart(8)}`,
);
for (const route of ROUTES) {
  const { js, css } = await measure(route);
  const broken = js > route.js || css > route.css;
  if (broken) over += 1;
  const cells = [js.toFixed(1), String(route.js), css.toFixed(1), String(route.css)].map((cell) => cell.padStart(8));
  console.log(`${route.name.padEnd(24)}${cells.join("")}${broken ? "  over" : ""}`);
}
if (over > 0) {
  console.error(`${over} route(s) over budget in ${fileURLToPath(DIST)}`);
  process.exitCode = 1;
}
