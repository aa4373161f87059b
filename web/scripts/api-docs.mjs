/** Puts the interactive API page into the build: Swagger UI's own files beside a page and a script of ours. */
import { copyFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("api-docs", import.meta.url));
const TARGET = fileURLToPath(new URL("../dist/docs-api", import.meta.url));
const swagger = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));

await mkdir(TARGET, { recursive: true });
await Promise.all([
  ...["swagger-ui-bundle.js", "swagger-ui.css", "LICENSE"].map((name) =>
    copyFile(join(swagger, name), join(TARGET, name)),
  ),
  ...["index.html", "start.js", "page.css"].map((name) => copyFile(join(SOURCE, name), join(TARGET, name))),
]);
