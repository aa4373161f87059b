import { describe, expect, test } from "vitest";
import { type LockChannel, TabLock } from "./tab-lock";

/** Browser tabs that hear each other at once. */
class Tabs {
  readonly #channels = new Set<LockChannel>();

  open(): LockChannel {
    const channel: LockChannel = {
      onmessage: null,
      postMessage: (data) => {
        for (const other of this.#channels) if (other !== channel) other.onmessage?.({ data });
      },
      close: () => void this.#channels.delete(channel),
    };
    this.#channels.add(channel);
    return channel;
  }

  lock(tab: string, now: number, options: { target?: string; takes?: boolean } = {}): TabLock {
    return new TabLock({
      channel: this.open(),
      target: options.target ?? "1/1/new",
      tab,
      now,
      takes: options.takes ?? false,
    });
  }
}

describe("TabLock", () => {
  test("the first tab edits, the second reads", () => {
    const tabs = new Tabs();
    const first = tabs.lock("a", 1);
    const second = tabs.lock("b", 2);
    expect([first.held.value, second.held.value]).toEqual([true, false]);
  });

  test("other annotations are not concerned", () => {
    const tabs = new Tabs();
    tabs.lock("a", 1);
    expect(tabs.lock("b", 2, { target: "1/2/new" }).held.value).toBe(true);
  });

  test("taking over turns the first tab to reading", () => {
    const tabs = new Tabs();
    const first = tabs.lock("a", 1);
    const second = tabs.lock("b", 2);
    second.close();
    const taken = tabs.lock("b", 3, { takes: true });
    expect([first.held.value, taken.held.value]).toEqual([false, true]);
  });

  test("closing the editing tab lets exactly one of the waiting tabs edit", () => {
    const tabs = new Tabs();
    const first = tabs.lock("a", 1);
    const waiting = [tabs.lock("b", 2), tabs.lock("c", 3), tabs.lock("d", 4)];
    first.close();
    expect(waiting.map((lock) => lock.held.value)).toEqual([true, false, false]);
  });

  test("a closing reader changes nothing, and foreign messages are ignored", () => {
    const tabs = new Tabs();
    const first = tabs.lock("a", 1);
    const second = tabs.lock("b", 2);
    second.close();
    const stranger = tabs.open();
    for (const data of [null, "take", { kind: "take" }, { kind: "explode", target: "1/1/new", tab: "x", since: 0 }]) {
      stranger.postMessage(data);
    }
    expect(first.held.value).toBe(true);
  });
});
