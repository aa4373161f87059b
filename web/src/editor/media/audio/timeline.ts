/** What part of a recording the window shows: seconds to pixels and back, zoom, ruler, and times as people write them. */

/** Seconds, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Timeline {
  /** The second at the left edge. */
  readonly start: number;
  /** Pixels to a second. */
  readonly perSecond: number;
}

/** What a timeline has to stay within. */
export interface Extent {
  readonly duration: number;
  readonly width: number;
}

const MAX_PER_SECOND = 2000;

export function fitTimeline({ duration, width }: Extent): Timeline {
  return { start: 0, perSecond: Math.max(width, 1) / Math.max(duration, 0.001) };
}

export function toX(timeline: Timeline, time: number): number {
  return (time - timeline.start) * timeline.perSecond;
}

export function toTime(timeline: Timeline, x: number): number {
  return timeline.start + x / timeline.perSecond;
}

export function visibleSpan(timeline: Timeline, width: number): Span {
  return { start: timeline.start, end: toTime(timeline, width) };
}

function keepInside(timeline: Timeline, extent: Extent): Timeline {
  const least = fitTimeline(extent).perSecond;
  const perSecond = Math.min(Math.max(timeline.perSecond, least), Math.max(MAX_PER_SECOND, least));
  const last = Math.max(0, extent.duration - extent.width / perSecond);
  return { perSecond, start: Math.min(Math.max(timeline.start, 0), last) };
}

/** Changes the scale while the moment at `x` stays where it is. */
export function zoomAt(timeline: Timeline, factor: number, x: number, extent: Extent): Timeline {
  const least = fitTimeline(extent).perSecond;
  const perSecond = Math.min(Math.max(timeline.perSecond * factor, least), Math.max(MAX_PER_SECOND, least));
  return keepInside({ perSecond, start: toTime(timeline, x) - x / perSecond }, extent);
}

export function panBy(timeline: Timeline, seconds: number, extent: Extent): Timeline {
  return keepInside({ ...timeline, start: timeline.start + seconds }, extent);
}

/** Whether a span is seen as a whole. */
export function isInView(timeline: Timeline, span: Span, width: number): boolean {
  const seen = visibleSpan(timeline, width);
  return span.start >= seen.start && span.end <= seen.end;
}

/** Puts a span in the middle, zoomed out as far as it has to be to be seen as a whole. */
export function centreOn(timeline: Timeline, span: Span, extent: Extent): Timeline {
  const length = Math.max(span.end - span.start, 0.001);
  const perSecond = Math.min(timeline.perSecond, (extent.width * 0.8) / length);
  const start = (span.start + span.end) / 2 - extent.width / perSecond / 2;
  return keepInside({ perSecond, start }, extent);
}

const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
const TICK_ROOM = 72;

/** Moments for the ruler, far enough apart to be read. */
export function ticks(timeline: Timeline, { duration, width }: Extent): readonly { time: number; text: string }[] {
  const step = STEPS.find((candidate) => candidate * timeline.perSecond >= TICK_ROOM) ?? 7200;
  const decimals = step >= 1 ? 0 : step >= 0.1 ? 1 : 2;
  const { start, end } = visibleSpan(timeline, width);
  const first = Math.ceil(start / step - 1e-9);
  const last = Math.floor(Math.min(end, duration) / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const time = (first + index) * step;
    return { time, text: formatTime(time, decimals) };
  });
}

/** `1:02:03.456` with as many decimals as wanted; hours only where there are some. */
export function formatTime(seconds: number, decimals = 3): string {
  const unit = 10 ** decimals;
  const units = Math.round(Math.max(0, seconds) * unit);
  const rest = ((units / unit) % 60).toFixed(decimals).padStart(decimals === 0 ? 2 : decimals + 3, "0");
  const minutes = Math.floor(units / unit / 60);
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

/** Seconds from `83.5`, `1:23.5` or `0:01:23,5`; null for anything else. */
export function parseTime(text: string): number | null {
  const parts = text.trim().replace(",", ".").split(":");
  const numbers = parts.map((part) => (/^\d+(\.\d*)?$/.test(part) ? Number(part) : Number.NaN));
  if (parts.length > 3 || numbers.some((number) => Number.isNaN(number))) return null;
  return numbers.reduce((total, number) => total * 60 + number, 0);
}
