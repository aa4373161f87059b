/** The next task, asked for while the present one is worked on, and its pictures with it. */

import type { JsonObject } from "../../editor/core/json";
import type { LabelTask } from "../../editor/host";
import { buildInterface } from "../../editor/tags/interface";

/** The server keeps a task that was fetched ahead from everybody else for 120 s; some of them are for the way there. */
const PROMISED_MS = 90_000;

interface Ahead {
  readonly after: number;
  /** Until when it may be shown without asking. Of the clock, which goes on while a computer sleeps. */
  readonly promisedUntil: number;
  readonly task: Promise<LabelTask | null>;
}

interface PrefetchOptions {
  readonly config: string;
  /** Asks the server for one more task under a soft lock. */
  readonly ask: (after: number) => Promise<LabelTask | null>;
  readonly release: (taskId: number) => void;
}

function savesData(): boolean {
  const connection: unknown = "connection" in navigator ? navigator.connection : null;
  return (
    typeof connection === "object" && connection !== null && "saveData" in connection && connection.saveData === true
  );
}

/** Loads the pictures of a task into the browser's cache; those that cannot be loaded say so when they are shown. */
function warmMedia(config: string, data: JsonObject): void {
  if (savesData()) return;
  for (const object of buildInterface(config, data).objects.values()) {
    if (object.kind !== "image" || object.url === "") continue;
    const picture = new Image();
    if (object.crossOrigin !== null) picture.crossOrigin = object.crossOrigin;
    picture.src = object.url;
    picture.decode?.().catch(() => undefined);
  }
}

export class Prefetch {
  readonly #options: PrefetchOptions;
  #ahead: Ahead | null = null;

  constructor(options: PrefetchOptions) {
    this.#options = options;
  }

  start(after: number): void {
    if (this.#ahead?.after === after) return;
    const task = this.#options.ask(after).then(
      (found) => {
        if (found !== null) warmMedia(this.#options.config, found.data);
        return found;
      },
      () => null, // A failed prefetch is no failure: the task is asked for again when it is needed.
    );
    this.#ahead = { after, task, promisedUntil: Date.now() + PROMISED_MS };
  }

  /** The prefetched task, and whether nobody else can have it by now; null when there is none for this place. */
  async take(after: number): Promise<{ readonly task: LabelTask; readonly isOurs: boolean } | null> {
    const ahead = this.#ahead;
    if (ahead?.after !== after) return null;
    this.#ahead = null;
    const task = await ahead.task;
    return task === null ? null : { task, isOurs: Date.now() < ahead.promisedUntil };
  }

  /** Gives the soft lock back. */
  drop(): void {
    const ahead = this.#ahead;
    this.#ahead = null;
    void ahead?.task.then((task) => {
      if (task !== null) this.#options.release(task.id);
    });
  }
}
