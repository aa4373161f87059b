/** One tab at a time edits an annotation; the others read, and may take over. */

import { Observable } from "./observable";

interface LockMessage {
  readonly kind: "ask" | "held" | "take" | "free";
  readonly target: string;
  readonly tab: string;
  /** When the sender began to hold the lock; the older holder keeps it. */
  readonly since: number;
}

/** The part of BroadcastChannel this needs. */
export interface LockChannel {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  close(): void;
}

const KINDS: readonly string[] = ["ask", "held", "take", "free"];

function readMessage(data: unknown): LockMessage | null {
  if (typeof data !== "object" || data === null) return null;
  if (!("kind" in data && "target" in data && "tab" in data && "since" in data)) return null;
  const { kind, target, tab, since } = data;
  if (
    typeof kind !== "string" ||
    !KINDS.includes(kind) ||
    typeof target !== "string" ||
    typeof tab !== "string" ||
    typeof since !== "number"
  )
    return null;
  return { kind: kind === "ask" || kind === "held" || kind === "take" ? kind : "free", target, tab, since };
}

interface TabLockOptions {
  readonly channel: LockChannel;
  readonly target: string;
  readonly tab: string;
  readonly now: number;
  readonly takes?: boolean;
}

export class TabLock {
  /** False while another tab edits this annotation. */
  readonly held = new Observable(true);
  readonly #channel: LockChannel;
  readonly #target: string;
  readonly #tab: string;
  readonly #since: number;
  #released = false;

  /** Asks who else edits; with `takes` it edits here from now on, and the other tab turns to reading. */
  constructor(options: TabLockOptions) {
    this.#channel = options.channel;
    this.#target = options.target;
    this.#tab = options.tab;
    this.#since = options.now;
    this.#channel.onmessage = (event) => this.#hear(readMessage(event.data));
    this.#say(options.takes === true ? "take" : "ask");
  }

  /** Lets another tab have it; this lock answers no more. */
  release(): void {
    const held = this.held.value && !this.#released;
    this.#released = true;
    if (held) this.#say("free");
  }

  close(): void {
    this.release();
    this.#channel.close();
  }

  #say(kind: LockMessage["kind"]): void {
    const message: LockMessage = { kind, target: this.#target, tab: this.#tab, since: this.#since };
    this.#channel.postMessage(message);
  }

  #hear(message: LockMessage | null): void {
    if (this.#released || message === null || message.target !== this.#target || message.tab === this.#tab) return;
    const older = message.since < this.#since || (message.since === this.#since && message.tab < this.#tab);
    if (message.kind === "ask" && this.held.value) this.#say("held");
    else if (message.kind === "held" && older) this.held.set(false);
    else if (message.kind === "take") this.held.set(false);
    else if (message.kind === "free" && !this.held.value) {
      // Several tabs may hear this; asking makes the younger ones step back again.
      this.held.set(true);
      this.#say("ask");
    }
  }
}
