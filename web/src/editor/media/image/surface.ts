/**
 * The picture on the page: three layers (the picture, moved by CSS alone; the shapes at rest; the shapes in hand), redrawn at
 * most once a frame. Selected names are elements on top, so that they stay crisp and can be read.
 */

import { Observable } from "../../core/observable";
import { Colours } from "../colours";
import type { Point, Size } from "./geometry";
import { isPolygon, type Outline, outlineBounds } from "./outline";
import { type Ink, namePlace, paintCross, paintHandles, paintName, paintSelected, paintShape, topLeft } from "./paint";
import { type Shape, ShapeIndex } from "./shape-index";
import {
  centre,
  fitPicture,
  isInView,
  panBy,
  reveal,
  toPicture,
  type Viewport,
  visibleBounds,
  zoomAt,
} from "./viewport";

export interface SurfaceOptions {
  readonly stage: HTMLElement;
  readonly picture: HTMLImageElement;
  readonly resting: HTMLCanvasElement;
  readonly inHand: HTMLCanvasElement;
  readonly names: HTMLElement;
  readonly mayShrink: boolean;
  readonly canTurn: boolean;
  /** Whether shapes can be changed just now; handles show only then. */
  readonly mayEdit: () => boolean;
}

/** Above this many shapes in the window, panning and zooming move the drawn bitmap and draw anew when the hand rests. */
const DRAW_AT_ONCE = 500;
const REST_MS = 80;
const NAMES_UP_TO = 200;

export class ImageSurface {
  readonly index = new ShapeIndex();
  readonly viewport: Observable<Viewport>;
  readonly #options: SurfaceOptions;
  readonly #colours: Colours;
  readonly #resize: ResizeObserver | null;
  #size: Size = { width: 0, height: 0 };
  #selected: ReadonlySet<string> = new Set();
  #draft: Shape | null = null;
  #cross: Point | null = null;
  #point: number | null = null;
  #drawnAt: Viewport | null = null;
  #restTimer: ReturnType<typeof setTimeout> | null = null;
  #frame: number | null = null;
  #staleRest = true;
  #fresh: Shape[] = [];
  #fitted = true;

  constructor(options: SurfaceOptions) {
    this.#options = options;
    this.#colours = new Colours(options.stage);
    this.viewport = new Observable<Viewport>({ scale: 1, x: 0, y: 0 });
    this.#resize = typeof ResizeObserver === "function" ? new ResizeObserver(() => this.measure()) : null;
    this.#resize?.observe(options.stage);
    this.measure();
  }

  /** The picture's size as the browser shows it, its orientation already applied. */
  get pictureSize(): Size {
    const { naturalWidth, naturalHeight } = this.#options.picture;
    return { width: Math.max(1, naturalWidth), height: Math.max(1, naturalHeight) };
  }

  get size(): Size {
    return this.#size;
  }

  get draft(): Shape | null {
    return this.#draft;
  }

  get cross(): Point | null {
    return this.#cross;
  }

  /** The corner taken hold of, when the only selected shape is a polygon. */
  get point(): number | null {
    const outline = this.onlySelected?.outline;
    const isThere = outline !== undefined && isPolygon(outline) && (this.#point ?? Infinity) < outline.points.length;
    return isThere ? this.#point : null;
  }

  get selected(): ReadonlySet<string> {
    return this.#selected;
  }

  /** The only selected shape, as it is drawn now. */
  get onlySelected(): Shape | null {
    const [key] = this.#selected;
    return this.#selected.size === 1 && key !== undefined ? (this.index.get(key) ?? null) : null;
  }

  get canTurn(): boolean {
    return this.#options.canTurn;
  }

  /** A point of the window as one of the picture. */
  at(event: { readonly clientX: number; readonly clientY: number }): { window: Point; picture: Point } {
    const bounds = this.#options.stage.getBoundingClientRect();
    const window = { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
    return { window, picture: toPicture(this.viewport.value, window) };
  }

  load(shapes: readonly Shape[]): void {
    this.index.load(shapes);
    this.#drawRest();
  }

  /** Changes, adds or takes away single shapes. Those that are new are painted over the rest; anything else redraws it. */
  update(changes: Iterable<readonly [string, Shape | null]>): void {
    const added: Shape[] = [];
    let onlyNew = true;
    for (const [key, shape] of changes) {
      const known = this.index.get(key) !== undefined;
      if (known || shape === null) onlyNew &&= !known && shape === null;
      else added.push(shape);
      if (shape === null) this.index.remove(key);
      else this.index.set(shape);
    }
    if (!onlyNew) this.#drawRest();
    else if (added.length > 0) {
      this.#fresh.push(...added);
      this.#draw();
    }
  }

  /** Selected shapes stay in the resting layer and are drawn once more on top, so that selecting redraws nothing else. */
  setSelected(keys: ReadonlySet<string>): void {
    if (keys !== this.#selected) this.#point = null;
    this.#selected = keys;
    this.#draw();
  }

  /** The shape in hand; it stands in for the one with the same key. */
  setDraft(shape: Shape | null): void {
    const before = this.#draft?.key;
    this.#draft = shape;
    if (before === shape?.key) this.#draw();
    else this.#drawRest();
  }

  setCross(at: Point | null): void {
    this.#cross = at;
    this.#draw();
  }

  /** Takes hold of a corner of the selected polygon. */
  setPoint(index: number | null): void {
    this.#point = index;
    this.#draw();
  }

  setCursor(cursor: string): void {
    this.#options.stage.style.cursor = cursor;
  }

  fit(): void {
    this.#fitted = true;
    this.#move(fitPicture(this.pictureSize, this.#size));
  }

  actualSize(): void {
    this.#fitted = false;
    this.#move(centre(this.pictureSize, this.#size, 1));
  }

  zoom(factor: number, at: Point = { x: this.#size.width / 2, y: this.#size.height / 2 }): void {
    this.#fitted = false;
    const limits = { picture: this.pictureSize, window: this.#size, mayShrink: this.#options.mayShrink };
    this.#move(zoomAt(this.viewport.value, factor, at, limits));
  }

  pan(by: Point): void {
    this.#fitted = false;
    this.#move(panBy(this.viewport.value, by, this.pictureSize, this.#size));
  }

  /** Brings an outline into view; one that is seen as a whole already moves nothing. */
  reveal(outline: Outline): void {
    if (!isInView(this.viewport.value, outlineBounds(outline), this.#size)) this.locate(outline);
  }

  /** Puts an outline in the middle, as large as it has to be to be seen. */
  locate(outline: Outline): void {
    this.#fitted = false;
    this.#move(reveal(this.viewport.value, outlineBounds(outline), this.pictureSize, this.#size));
  }

  /** Reads the sizes of stage and picture again. */
  measure(): void {
    const { stage, picture, resting, inHand } = this.#options;
    this.#size = { width: stage.clientWidth, height: stage.clientHeight };
    const ratio = window.devicePixelRatio || 1;
    for (const canvas of [resting, inHand]) {
      canvas.width = Math.round(this.#size.width * ratio);
      canvas.height = Math.round(this.#size.height * ratio);
      canvas.style.width = `${this.#size.width}px`;
      canvas.style.height = `${this.#size.height}px`;
    }
    picture.style.width = `${this.pictureSize.width}px`;
    picture.style.height = `${this.pictureSize.height}px`;
    if (this.#fitted) this.fit();
    this.#drawRest();
  }

  /** Colours are read anew, as after a change of theme. */
  forgetColours(): void {
    this.#colours.forget();
    this.#drawRest();
  }

  destroy(): void {
    this.#resize?.disconnect();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    if (this.#restTimer !== null) clearTimeout(this.#restTimer);
  }

  #move(viewport: Viewport): void {
    this.viewport.set(viewport);
    if (this.index.size <= DRAW_AT_ONCE) {
      this.#drawRest();
      return;
    }
    if (this.#restTimer !== null) clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => this.#drawRest(), REST_MS);
    this.#draw();
  }

  #drawRest(): void {
    this.#staleRest = true;
    this.#draw();
  }

  #draw(): void {
    if (this.#frame !== null) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = null;
      this.#paint();
    });
  }

  #paint(): void {
    const viewport = this.viewport.value;
    const { picture, resting } = this.#options;
    picture.style.transform = `translate(${viewport.x}px, ${viewport.y}px) scale(${viewport.scale})`;
    if (this.#staleRest || (this.#fresh.length > 0 && viewport !== this.#drawnAt)) {
      this.#staleRest = false;
      this.#paintResting(viewport);
    } else if (this.#fresh.length > 0) this.#paintFresh(viewport);
    else this.#shiftResting(viewport, resting);
    this.#fresh = [];
    this.#paintInHand(viewport);
    this.#placeNames(viewport);
  }

  /** Moves the bitmap drawn for another viewport to where it belongs in this one. */
  #shiftResting(viewport: Viewport, canvas: HTMLCanvasElement): void {
    const from = this.#drawnAt;
    if (from === null) return;
    const scale = viewport.scale / from.scale;
    canvas.style.transform = `translate(${viewport.x - from.x * scale}px, ${viewport.y - from.y * scale}px) scale(${scale})`;
  }

  #paintResting(viewport: Viewport): void {
    const context = this.#context(this.#options.resting);
    if (context === null) return;
    this.#options.resting.style.transform = "";
    this.#drawnAt = viewport;
    const ink = this.#ink();
    const shapes = this.index
      .within(visibleBounds(viewport, this.#size))
      .filter((shape) => shape.key !== this.#draft?.key);
    for (const shape of shapes) paintShape(context, viewport, shape, ink);
    if (shapes.length > NAMES_UP_TO) return;
    for (const shape of shapes)
      if (this.#hasRoomForName(viewport, shape)) paintName(context, viewport, shape, ink, this.#size.width);
  }

  #paintFresh(viewport: Viewport): void {
    const context = this.#options.resting.getContext("2d");
    if (context === null) return;
    const ink = this.#ink();
    for (const shape of this.#fresh) {
      paintShape(context, viewport, shape, ink);
      if (this.index.size <= NAMES_UP_TO && this.#hasRoomForName(viewport, shape))
        paintName(context, viewport, shape, ink, this.#size.width);
    }
  }

  #hasRoomForName(viewport: Viewport, shape: Shape): boolean {
    const { minX, minY, maxX } = outlineBounds(shape.outline);
    const height = 16 / viewport.scale;
    if ((maxX - minX) * viewport.scale < 28) return false;
    const inset = 1 / viewport.scale;
    return !this.index.touches({ minX: minX + inset, maxX: maxX - inset, minY: minY - height, maxY: minY - inset });
  }

  #paintInHand(viewport: Viewport): void {
    const context = this.#context(this.#options.inHand);
    if (context === null) return;
    const ink = this.#ink();
    for (const shape of this.#handShapes()) paintSelected(context, viewport, shape, ink);
    const only = this.#draft ?? this.onlySelected;
    if (only !== null && this.#hasHandles(only)) {
      paintHandles(context, viewport, only, ink, { canTurn: this.#options.canTurn, point: this.point });
    }
    if (this.#cross !== null) paintCross(context, viewport, this.#cross, this.#size);
  }

  /** A box that is being drawn has none yet; the corners of a polygon show from the first on. */
  #hasHandles(shape: Shape): boolean {
    if (shape.locked || !this.#options.mayEdit()) return false;
    return this.#draft === null || isPolygon(shape.outline) || this.index.get(shape.key) !== undefined;
  }

  #handShapes(): readonly Shape[] {
    const draft = this.#draft;
    const selected = [...this.#selected]
      .filter((key) => key !== draft?.key)
      .flatMap((key) => this.index.get(key) ?? []);
    return draft === null ? selected : [...selected, draft];
  }

  #placeNames(viewport: Viewport): void {
    const { names } = this.#options;
    const shapes = this.#handShapes().slice(0, NAMES_UP_TO);
    while (names.childElementCount > shapes.length) names.lastElementChild?.remove();
    for (const [index, shape] of shapes.entries()) {
      const chip = names.children.item(index) ?? names.appendChild(document.createElement("span"));
      if (!(chip instanceof HTMLElement)) continue;
      chip.className = "image-name has-label";
      chip.textContent = shape.name;
      chip.style.setProperty("--c", shape.colour);
      const { x, y } = namePlace(topLeft(viewport, shape.outline), chip.offsetWidth, this.#size.width);
      chip.style.transform = `translate(${Math.round(x) - 2}px, ${Math.round(y) - 18}px)`;
    }
  }

  #context(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
    const context = canvas.getContext("2d");
    if (context === null) return null;
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.#size.width, this.#size.height);
    return context;
  }

  #ink(): Ink {
    const style = getComputedStyle(this.#options.stage);
    return {
      colour: (css) => this.#colours.resolve(css),
      fillOpacity: Number(style.getPropertyValue("--shape-a")) || 0.12,
      strokeWidth: Number.parseFloat(style.getPropertyValue("--stroke")) || 2,
    };
  }
}
