/** A polygon being drawn, corner by corner, by pointer or by keyboard: it lasts over many presses. */

import { clampPoint, type Point } from "../geometry";
import type { Outline } from "../outline";
import { LEAST_POINTS } from "../polygon";
import type { Shape } from "../shape-index";
import type { ImageSurface } from "../surface";

/** What the pen needs to show what it draws and to make it a region. */
export interface PenHand {
  readonly surface: ImageSurface;
  /** How a new shape would look; null while no label is active. */
  readonly newShape: (outline: Outline) => Shape | null;
  readonly add: (outline: Outline) => void;
}

export class Pen {
  readonly #hand: PenHand;
  #points: readonly Point[] = [];
  #tip: Point | null = null;

  constructor(hand: PenHand) {
    this.#hand = hand;
  }

  /** Corners set so far. */
  get points(): readonly Point[] {
    return this.#points;
  }

  get isDown(): boolean {
    return this.#points.length > 0;
  }

  /** Whether what is drawn encloses something. */
  get canClose(): boolean {
    return this.#points.length >= LEAST_POINTS;
  }

  /** Sets the next corner. */
  put(at: Point): void {
    this.#points = [...this.#points, this.#clamp(at)];
    this.#tip = null;
    this.redraw();
  }

  /** Moves the corner set last. */
  moveLast(to: Point): void {
    this.#points = [...this.#points.slice(0, -1), this.#clamp(to)];
    this.redraw();
  }

  /** Draws on to a place that is not set yet; null ends at the last corner. */
  follow(tip: Point | null): void {
    if (!this.isDown) return;
    this.#tip = tip === null ? null : this.#clamp(tip);
    this.redraw();
  }

  /** Takes the last corner back; false when there is none. */
  takeBack(): boolean {
    if (!this.isDown) return false;
    this.#points = this.#points.slice(0, -1);
    this.redraw();
    return true;
  }

  /** Joins the last corner to the first and makes it a region; false while there is nothing to enclose. */
  close(): boolean {
    if (!this.canClose) return false;
    const points = this.#points;
    this.lift();
    this.#hand.add({ points, closed: true });
    return true;
  }

  /** Gives the polygon up; false when there was none. */
  lift(): boolean {
    const was = this.isDown;
    this.#points = [];
    this.#tip = null;
    if (was) this.#hand.surface.setDraft(null);
    return was;
  }

  /** Draws it as the active label wants it; without a label it is given up. */
  redraw(): void {
    if (!this.isDown) {
      this.#hand.surface.setDraft(null);
      return;
    }
    const tip = this.#tip === null ? [] : [this.#tip];
    const shape = this.#hand.newShape({ points: [...this.#points, ...tip], closed: false });
    if (shape === null) this.lift();
    else this.#hand.surface.setDraft(shape);
  }

  #clamp(at: Point): Point {
    return clampPoint(at, this.#hand.surface.pictureSize);
  }
}
