/** A real model backend: the example that learns, in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMMAND, ROOT } from "./server";

export interface Backend {
  readonly url: string;
  stop(): Promise<void>;
}

async function readyAt(child: ChildProcess): Promise<string> {
  return await new Promise((resolve, reject) => {
    let said = "";
    child.once("exit", (code) => reject(new Error(`the backend ended with ${code}`)));
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const url = /ready at (http:\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}

/** Starts one of `docs/examples` on a free port. */
export async function startBackend(example: string): Promise<Backend> {
  const folder = await mkdtemp(join(tmpdir(), "labelwright-backend-"));
  const args = ["ml", "start", join(ROOT, "docs", "examples", example), "--port", "0", "--data-dir", folder];
  const child = spawn(COMMAND, args, { stdio: ["ignore", "pipe", "ignore"] });
  const url = await readyAt(child);
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
