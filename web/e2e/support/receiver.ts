/** A real receiver of events, in a process of its own: it keeps what it gets and refuses what it is told to. */
import { type ChildProcess, spawn } from "node:child_process";

const SCRIPT = `
let refuses = false, events = [];
require("node:http").createServer((request, response) => {
  let body = "";
  request.on("data", (part) => { body += part; });
  request.on("end", () => {
    if (request.method === "GET") return response.end(JSON.stringify(events));
    if (request.method === "PUT") { refuses = body === "refuse"; return response.end(); }
    events.push({ headers: request.headers, body: JSON.parse(body) });
    response.statusCode = refuses ? 503 : 200;
    response.end(refuses ? "closed for lunch" : "thanks");
  });
}).listen(0, "127.0.0.1", function () { console.log("port " + this.address().port); });
`;

export interface Event {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly action: string };
}

export interface Receiver {
  readonly url: string;
  events(): Promise<readonly Event[]>;
  refuse(does: boolean): Promise<void>;
  stop(): Promise<void>;
}

async function portOf(child: ChildProcess): Promise<string> {
  return await new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the receiver ended with ${code}`)));
    child.stdout?.on("data", (chunk: Buffer) => {
      const port = /port (\d+)/.exec(chunk.toString())?.[1];
      if (port !== undefined) resolve(port);
    });
  });
}

export async function startReceiver(): Promise<Receiver> {
  const child = spawn(process.execPath, ["-e", SCRIPT], { stdio: ["ignore", "pipe", "inherit"] });
  const url = `http://127.0.0.1:${await portOf(child)}/labels`;
  return {
    url,
    async events() {
      return (await (await fetch(url)).json()) as readonly Event[];
    },
    async refuse(does) {
      await fetch(url, { method: "PUT", body: does ? "refuse" : "take" });
    },
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}
