/** Pointer events on a recording: one finger or a mouse drives a tool, the wheel zooms or scrolls, the overview jumps. */

import { toTime } from "./timeline";
import { begin, cursorAt } from "./tools/idle";
import type { Press, SoundHand, ToolState } from "./tools/tool";

interface PointerOptions {
  readonly stage: HTMLElement;
  readonly overview: HTMLElement;
  readonly hand: SoundHand;
}

const WHEEL_STEP = 240;

export class SoundPointer {
  readonly #options: PointerOptions;
  readonly #stop = new AbortController();
  #tool: ToolState | null = null;

  constructor(options: PointerOptions) {
    this.#options = options;
    const { stage, overview } = options;
    const { signal } = this.#stop;
    stage.addEventListener("pointerdown", (event) => this.#down(event), { signal });
    stage.addEventListener("pointermove", (event) => this.#move(event), { signal });
    stage.addEventListener("pointerup", (event) => this.#up(event), { signal });
    stage.addEventListener("pointercancel", () => this.cancel(), { signal });
    stage.addEventListener("wheel", (event) => this.#wheel(event), { signal, passive: false });
    overview.addEventListener("pointerdown", (event) => this.#jump(event), { signal });
    overview.addEventListener("pointermove", (event) => this.#follow(event), { signal });
  }

  /** True when there was a gesture to take back. */
  cancel(): boolean {
    const tool = this.#tool;
    this.#tool = null;
    tool?.cancel();
    return tool !== null;
  }

  destroy(): void {
    this.cancel();
    this.#stop.abort();
  }

  #press(event: PointerEvent): Press {
    const adds = event.ctrlKey || event.metaKey || event.shiftKey;
    return { ...this.#options.hand.surface.at(event), button: event.button, adds };
  }

  #down(event: PointerEvent): void {
    if (event.button > 1) return;
    this.#options.stage.setPointerCapture(event.pointerId);
    if (event.button === 1) event.preventDefault();
    this.#tool = begin(this.#options.hand, this.#press(event));
  }

  #move(event: PointerEvent): void {
    const { hand } = this.#options;
    const press = this.#press(event);
    if (this.#tool !== null) this.#tool.move(press);
    else hand.surface.setCursor(cursorAt(hand, press));
  }

  #up(event: PointerEvent): void {
    const tool = this.#tool;
    this.#tool = null;
    tool?.up(this.#press(event));
  }

  /** Ctrl zooms, sideways and Shift scroll; a plain wheel is the page's. */
  #wheel(event: WheelEvent): void {
    const { surface } = this.#options.hand;
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
    const sideways = event.shiftKey ? event.deltaX + event.deltaY : event.deltaX;
    if (event.ctrlKey || event.metaKey) surface.zoom(2 ** ((-event.deltaY * lines) / WHEEL_STEP), surface.at(event).x);
    else if (sideways !== 0) surface.pan((sideways * lines) / surface.timeline.value.perSecond);
    else return;
    event.preventDefault();
  }

  #jump(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#options.overview.setPointerCapture(event.pointerId);
    this.#centre(event);
  }

  #follow(event: PointerEvent): void {
    if (this.#options.overview.hasPointerCapture(event.pointerId)) this.#centre(event);
  }

  #centre(event: PointerEvent): void {
    const { overview, hand } = this.#options;
    const { surface } = hand;
    const bounds = overview.getBoundingClientRect();
    const time = ((event.clientX - bounds.left) / Math.max(1, bounds.width)) * surface.duration;
    surface.pan(time - toTime(surface.timeline.value, surface.extent.width / 2));
  }
}
