/** Fails when the API's types are not those of the server's document: `make openapi` writes them anew. */
import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const WRITTEN = "src/api/schema.d.ts";
const FRESH = "src/api/schema.fresh.d.ts";

try {
  await run("npx", ["--no-install", "openapi-typescript", "../docs/openapi.json", "--output", FRESH]);
  const [written, fresh] = await Promise.all([readFile(WRITTEN, "utf8"), readFile(FRESH, "utf8")]);
  if (written !== fresh) {
    console.error(`${WRITTEN} is stale: run \`make openapi\``);
    process.exitCode = 1;
  }
} finally {
  await rm(FRESH, { force: true });
}
