/** A real server process on a fresh SQLite database, one for each worker or journey that asks for it. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
export const COMMAND = process.env["LABELWRIGHT"] ?? join(ROOT, ".venv", "bin", "labelwright");
const READY_MS = 30_000;

export const OWNER = { email: "owner@example.org", password: "journey-password-1" };
export const TOKEN = "0123456789abcdef0123456789abcdef01234567";

export interface Site {
  readonly url: string;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    try {
      const answer = await fetch(`${url}/ready`);
      if (answer.ok) return;
    } catch {
      // Not listening yet: asked again below.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the server did not become ready");
}

interface SiteOptions {
  /** Without one nobody has an account yet. */
  readonly owner: boolean;
  /** Settings beside those of the command line. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a server. */
export async function startSite(options: SiteOptions): Promise<Site> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "labelwright-e2e-"));
  const args = ["start", "--no-browser", "--port", String(port), "--data-dir", folder, "--log-level", "WARNING"];
  if (options.owner) args.push("--username", OWNER.email, "--password", OWNER.password, "--user-token", TOKEN);
  const child = spawn(COMMAND, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ...options.env },
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, child);
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
