/** Pointer events on the stage: one finger or a mouse drives a tool, two fingers pan and zoom, the wheel zooms. */

import type { Point } from "./geometry";
import { begin, cursorAt } from "./tools/idle";
import type { Hand, Press, ToolState } from "./tools/tool";

interface PointerOptions {
  readonly stage: HTMLElement;
  readonly hand: Hand;
  readonly wheelZooms: boolean;
  readonly zoomStep: number;
  /** Where the pointer is on the picture; null when it left. */
  readonly onHover: (at: Point | null) => void;
}

/** How much wheel travel is one step of `zoomBy`. */
const WHEEL_STEP = 60;

export class StagePointer {
  readonly #options: PointerOptions;
  readonly #fingers = new Map<number, Point>();
  readonly #stop = new AbortController();
  #tool: ToolState | null = null;

  constructor(options: PointerOptions) {
    this.#options = options;
    const { stage } = options;
    const { signal } = this.#stop;
    stage.addEventListener("pointerdown", (event) => this.#down(event), { signal });
    stage.addEventListener("pointermove", (event) => this.#move(event), { signal });
    stage.addEventListener("pointerup", (event) => this.#up(event), { signal });
    stage.addEventListener("pointercancel", (event) => this.#lost(event), { signal });
    stage.addEventListener("pointerleave", () => this.#leave(), { signal });
    stage.addEventListener("wheel", (event) => this.#wheel(event), { signal, passive: false });
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
    const { window, picture } = this.#options.hand.surface.at(event);
    return {
      window,
      picture,
      button: event.button,
      adds: event.ctrlKey || event.metaKey || event.shiftKey,
      constrains: event.shiftKey,
      removes: event.altKey,
    };
  }

  #down(event: PointerEvent): void {
    if (event.button > 1) return;
    const { stage, hand } = this.#options;
    stage.setPointerCapture(event.pointerId);
    const press = this.#press(event);
    if (event.pointerType === "touch") this.#fingers.set(event.pointerId, press.window);
    if (this.#fingers.size > 1) {
      this.cancel();
      return;
    }
    if (event.button === 1) event.preventDefault();
    this.#tool = begin(hand, press);
  }

  #move(event: PointerEvent): void {
    const { hand, onHover } = this.#options;
    const press = this.#press(event);
    onHover(press.picture);
    if (this.#fingers.size > 1) this.#pinch(event.pointerId, press.window);
    else if (this.#tool !== null) this.#tool.move(press);
    else {
      hand.pen.follow(press.picture);
      hand.surface.setCursor(cursorAt(hand, press));
    }
  }

  #up(event: PointerEvent): void {
    const tool = this.#tool;
    this.#tool = null;
    this.#fingers.delete(event.pointerId);
    tool?.up(this.#press(event));
  }

  #leave(): void {
    const { hand, onHover } = this.#options;
    onHover(null);
    hand.pen.follow(null);
  }

  #lost(event: PointerEvent): void {
    this.#fingers.delete(event.pointerId);
    this.cancel();
  }

  #pinch(id: number, to: Point): void {
    const from = this.#fingers.get(id);
    const other = [...this.#fingers].find(([finger]) => finger !== id)?.[1];
    if (from === undefined || other === undefined) return;
    const { surface } = this.#options.hand;
    const before = Math.hypot(from.x - other.x, from.y - other.y);
    const after = Math.hypot(to.x - other.x, to.y - other.y);
    surface.pan({ x: (to.x - from.x) / 2, y: (to.y - from.y) / 2 });
    if (before > 0 && after > 0) surface.zoom(after / before, { x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 });
    this.#fingers.set(id, to);
  }

  #wheel(event: WheelEvent): void {
    const { hand, wheelZooms, zoomStep } = this.#options;
    if (!wheelZooms && !event.ctrlKey) return;
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
    hand.surface.zoom(zoomStep ** ((-event.deltaY * lines) / WHEEL_STEP), hand.surface.at(event).window);
  }
}
