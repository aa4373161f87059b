/** What models say about tasks: asked behind the page, ahead of time for the next task, and no more where there are none. */

import { HostOffline, HostRefused, type Predicted } from "../../editor/host";
import { exchangeWhole } from "./transport";
import { readPredictions } from "./wire";

interface Asking {
  readonly inStream: boolean;
}

export class ModelHelp {
  #asks: boolean;
  /** The one task that was asked about ahead of time. */
  #ahead: { readonly taskId: number; readonly answer: Promise<Predicted | null> } | null = null;

  constructor({ asks }: { readonly asks: boolean }) {
    this.#asks = asks;
  }

  predict(taskId: number, asking: Asking): Promise<Predicted | null> {
    const ahead = this.#ahead;
    if (ahead?.taskId !== taskId || !asking.inStream) return this.#ask(taskId, asking);
    this.#ahead = null;
    return ahead.answer;
  }

  /** Asks about the task that comes next in the stream. */
  predictAhead(taskId: number): void {
    this.#ahead = { taskId, answer: this.#ask(taskId, { inStream: true }) };
  }

  async #ask(taskId: number, { inStream }: Asking): Promise<Predicted | null> {
    if (!this.#asks) return null;
    try {
      const query = inStream ? { shown: true } : {};
      const { body, headers } = await exchangeWhole(`/api/tasks/${taskId}/predict`, { method: "POST", query });
      // A project without models stays so for the visit.
      if (headers.get("Model-Backends") === "0") this.#asks = false;
      return { predictions: readPredictions(body), failed: Number(headers.get("Model-Backends-Failed")) > 0 };
    } catch (error) {
      // Without a network there is more to say than this, and it is said elsewhere.
      if (error instanceof HostOffline) return null;
      if (error instanceof HostRefused) return { predictions: [], failed: true };
      throw error;
    }
  }
}
