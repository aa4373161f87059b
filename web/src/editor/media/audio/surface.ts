/**
 * A recording on the page: its wave form and ruler on one canvas, its sections on another, an overview of the whole below,
 * redrawn at most once a frame. The cursor is an element, moved by CSS alone while the sound plays.
 */

import { Observable } from "../../core/observable";
import { Colours } from "../colours";
import { type Area, type Ink, paintRuler, paintSection, paintWave, RULER_HEIGHT } from "./paint";
import { loudest, type Peaks } from "./peaks";
import { type Section, SectionIndex } from "./section-index";
import {
  centreOn,
  type Extent,
  fitTimeline,
  isInView,
  panBy,
  type Span,
  type Timeline,
  toTime,
  toX,
  visibleSpan,
  zoomAt,
} from "./timeline";

export interface SurfaceParts {
  readonly stage: HTMLElement;
  readonly wave: HTMLCanvasElement;
  readonly marks: HTMLCanvasElement;
  readonly cursor: HTMLElement;
  readonly overview: HTMLElement;
  readonly overviewWave: HTMLCanvasElement;
  readonly frame: HTMLElement;
}

export interface SurfaceOptions extends SurfaceParts {
  readonly duration: number;
  /** Draw every channel in a lane of its own. */
  readonly splits: boolean;
  /** How much taller than measured the author wants the wave form. */
  readonly gain: number;
}

export class AudioSurface {
  readonly index = new SectionIndex();
  readonly timeline: Observable<Timeline>;
  readonly #options: SurfaceOptions;
  readonly #colours: Colours;
  readonly #resize: ResizeObserver | null;
  #peaks: Peaks | null = null;
  #gain = 1;
  #size = { width: 0, height: 0 };
  #selected: ReadonlySet<string> = new Set();
  #draft: Section | null = null;
  #time = 0;
  #frame: number | null = null;
  #staleWave = true;
  #zoomed = false;

  constructor(options: SurfaceOptions) {
    this.#options = options;
    this.#colours = new Colours(options.stage);
    this.timeline = new Observable<Timeline>({ start: 0, perSecond: 1 });
    this.#resize = typeof ResizeObserver === "function" ? new ResizeObserver(() => this.measure()) : null;
    this.#resize?.observe(options.stage);
    this.measure();
  }

  get extent(): Extent {
    return { duration: this.#options.duration, width: this.#size.width };
  }

  get duration(): number {
    return this.#options.duration;
  }

  get lanes(): number {
    return this.#options.splits ? Math.max(1, this.#peaks?.channels.length ?? 1) : 1;
  }

  get selected(): ReadonlySet<string> {
    return this.#selected;
  }

  get onlySelected(): Section | null {
    const [key] = this.#selected;
    return this.#selected.size === 1 && key !== undefined ? (this.index.get(key) ?? null) : null;
  }

  /** The place of a pointer: pixels, the moment, and the lane. */
  at(event: { readonly clientX: number; readonly clientY: number }): { x: number; time: number; lane: number } {
    const bounds = this.#options.stage.getBoundingClientRect();
    const x = event.clientX - bounds.left;
    const share = (event.clientY - bounds.top) / Math.max(1, this.#size.height - RULER_HEIGHT);
    const lane = Math.min(Math.max(Math.floor(share * this.lanes), 0), this.lanes - 1);
    return { x, time: toTime(this.timeline.value, x), lane };
  }

  setPeaks(peaks: Peaks | null): void {
    this.#peaks = peaks;
    this.#gain = peaks === null ? 1 : this.#options.gain / Math.max(loudest(peaks), 0.02);
    this.#redraw();
  }

  load(sections: readonly Section[]): void {
    this.index.load(sections);
    this.#draw();
  }

  update(changes: Iterable<readonly [string, Section | null]>): void {
    for (const [key, section] of changes) {
      if (section === null) this.index.remove(key);
      else this.index.set(section);
    }
    this.#draw();
  }

  setSelected(keys: ReadonlySet<string>): void {
    this.#selected = keys;
    this.#draw();
  }

  /** The section in hand; it stands in for the one with the same key. */
  setDraft(section: Section | null): void {
    this.#draft = section;
    this.#draw();
  }

  setCursor(cursor: string): void {
    this.#options.stage.style.cursor = cursor;
  }

  /** Shows where playback stands; with `follows` the window turns the page when it leaves. */
  setTime(time: number, follows: boolean): void {
    this.#time = time;
    const seen = visibleSpan(this.timeline.value, this.#size.width);
    if (follows && (time < seen.start || time > seen.end))
      this.#show(panBy(this.timeline.value, time - seen.start, this.extent));
    this.#placeCursor();
  }

  fit(): void {
    this.#zoomed = false;
    this.#show(fitTimeline(this.extent));
  }

  /** Zooms about a place, or about the cursor where that is seen. */
  zoom(factor: number, x: number | null = null): void {
    const cursor = toX(this.timeline.value, this.#time);
    const isSeen = cursor >= 0 && cursor <= this.#size.width;
    this.#zoomed = true;
    this.#show(zoomAt(this.timeline.value, factor, x ?? (isSeen ? cursor : this.#size.width / 2), this.extent));
  }

  pan(seconds: number): void {
    this.#show(panBy(this.timeline.value, seconds, this.extent));
  }

  /** Brings a span into view; one that is seen as a whole already moves nothing. */
  reveal(span: Span): void {
    if (!isInView(this.timeline.value, span, this.#size.width)) this.locate(span);
  }

  locate(span: Span): void {
    this.#show(centreOn(this.timeline.value, span, this.extent));
  }

  measure(): void {
    const { stage, wave, marks, overview, overviewWave } = this.#options;
    this.#size = { width: stage.clientWidth, height: stage.clientHeight };
    for (const canvas of [wave, marks]) scale(canvas, this.#size);
    scale(overviewWave, { width: overview.clientWidth, height: overview.clientHeight });
    this.#show(this.#zoomed ? panBy(this.timeline.value, 0, this.extent) : fitTimeline(this.extent));
  }

  forgetColours(): void {
    this.#colours.forget();
    this.#redraw();
  }

  destroy(): void {
    this.#resize?.disconnect();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
  }

  #show(timeline: Timeline): void {
    this.timeline.set(timeline);
    this.#redraw();
  }

  #redraw(): void {
    this.#staleWave = true;
    this.#draw();
  }

  #draw(): void {
    if (this.#frame !== null) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = null;
      if (this.#staleWave) this.#paintWaves();
      this.#staleWave = false;
      this.#paintMarks();
      this.#placeCursor();
    });
  }

  #laneArea(lane: number): Area {
    const height = Math.max(1, this.#size.height - RULER_HEIGHT) / this.lanes;
    return { top: lane * height, width: this.#size.width, height };
  }

  #paintWaves(): void {
    const context = fresh(this.#options.wave, this.#size);
    if (context === null) return;
    const timeline = this.timeline.value;
    const span = visibleSpan(timeline, this.#size.width);
    const ink = this.#ink();
    for (let lane = 0; lane < this.lanes; lane += 1) {
      const sound = { peaks: this.#peaks, channel: lane, span, gain: this.#gain };
      paintWave(context, this.#laneArea(lane), sound, ink.colour("var(--muted)"));
    }
    paintRuler(context, this.#size.height - RULER_HEIGHT, timeline, this.extent, ink);
    this.#paintOverview(span, ink);
  }

  #paintOverview(span: Span, ink: Ink): void {
    const { overview, overviewWave, frame } = this.#options;
    const size = { width: overview.clientWidth, height: overview.clientHeight };
    const context = fresh(overviewWave, size);
    if (context === null) return;
    const sound = { peaks: this.#peaks, channel: 0, span: { start: 0, end: this.duration }, gain: this.#gain };
    paintWave(context, { top: 0, ...size }, sound, ink.colour("var(--line)"));
    const share = (time: number): number => (time / Math.max(this.duration, 0.001)) * size.width;
    frame.style.transform = `translateX(${share(span.start)}px)`;
    frame.style.width = `${Math.max(4, Math.min(share(span.end), size.width) - share(span.start))}px`;
  }

  #paintMarks(): void {
    const context = fresh(this.#options.marks, this.#size);
    if (context === null) return;
    const timeline = this.timeline.value;
    const draft = this.#draft;
    const resting = this.index.within(visibleSpan(timeline, this.#size.width)).filter(({ key }) => key !== draft?.key);
    const ordered = [...resting].sort((a, b) => Number(this.#selected.has(a.key)) - Number(this.#selected.has(b.key)));
    const ink = this.#ink();
    for (const section of draft === null ? ordered : [...ordered, draft]) {
      const selected = section === draft || this.#selected.has(section.key);
      const lane = Math.min(section.channel, this.lanes - 1);
      paintSection(context, this.#laneArea(lane), section, { selected, timeline }, ink);
    }
  }

  #placeCursor(): void {
    const x = toX(this.timeline.value, this.#time);
    this.#options.cursor.hidden = x < 0 || x > this.#size.width;
    this.#options.cursor.style.transform = `translateX(${x}px)`;
  }

  #ink(): Ink {
    const opacity = Number(getComputedStyle(this.#options.stage).getPropertyValue("--shape-a"));
    return { colour: (css) => this.#colours.resolve(css), fillOpacity: opacity > 0 ? opacity : 0.12 };
  }
}

type Size = { readonly width: number; readonly height: number };

function scale(canvas: HTMLCanvasElement, { width, height }: Size): void {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
}

function fresh(canvas: HTMLCanvasElement, { width, height }: Size): CanvasRenderingContext2D | null {
  const context = canvas.getContext("2d");
  if (context === null) return null;
  const ratio = window.devicePixelRatio || 1;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
