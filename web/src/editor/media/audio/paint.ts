/** Drawing a recording: everything in CSS pixels of the window, the canvas scaled to the screen beforehand. */

import { columns, type Peaks } from "./peaks";
import type { Section } from "./section-index";
import { type Extent, type Span, type Timeline, ticks, toX } from "./timeline";

export interface Area {
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Ink {
  readonly colour: (css: string) => string;
  readonly fillOpacity: number;
}

export const RULER_HEIGHT = 20;
const BAR = 3;
const FONT = '500 11px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

/** One lane of sound as bars about its middle; a flat line where there is no outline. */
export function paintWave(
  context: CanvasRenderingContext2D,
  area: Area,
  sound: { readonly peaks: Peaks | null; readonly channel: number; readonly span: Span; readonly gain: number },
  colour: string,
): void {
  const middle = area.top + area.height / 2;
  context.fillStyle = colour;
  if (sound.peaks === null) {
    context.fillRect(0, middle - 0.5, area.width, 1);
    return;
  }
  const bars = columns(sound.peaks, sound.channel, sound.span, Math.ceil(area.width / BAR));
  const half = area.height * 0.46;
  for (const [index, [low, high]] of bars.entries()) {
    const up = Math.min(half, Math.max(0.5, high * sound.gain * half));
    const down = Math.min(half, Math.max(0.5, -low * sound.gain * half));
    context.fillRect(index * BAR, middle - up, BAR - 1, up + down);
  }
}

/** Times below the lanes. */
export function paintRuler(
  context: CanvasRenderingContext2D,
  top: number,
  timeline: Timeline,
  extent: Extent,
  ink: Ink,
): void {
  context.fillStyle = ink.colour("var(--hair)");
  context.fillRect(0, top, extent.width, 1);
  context.fillStyle = ink.colour("var(--muted)");
  context.font = FONT;
  context.textBaseline = "middle";
  for (const { time, text } of ticks(timeline, extent)) {
    const x = toX(timeline, time);
    const half = context.measureText(text).width / 2;
    context.fillText(text, Math.min(Math.max(x - half, 0), extent.width - 2 * half), top + RULER_HEIGHT / 2 + 1);
  }
}

interface SectionLook {
  readonly selected: boolean;
  readonly timeline: Timeline;
}

/** A section: its fill, its two edges, its name at the top. */
export function paintSection(
  context: CanvasRenderingContext2D,
  area: Area,
  section: Section,
  { selected, timeline }: SectionLook,
  ink: Ink,
): void {
  const left = toX(timeline, section.start);
  const width = Math.max(1, toX(timeline, section.end) - left);
  const colour = ink.colour(section.colour);
  context.fillStyle = colour;
  context.globalAlpha = section.suggested ? ink.fillOpacity / 2 : selected ? ink.fillOpacity + 0.14 : ink.fillOpacity;
  context.fillRect(left, area.top, width, area.height);
  context.globalAlpha = 1;
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.setLineDash(section.suggested ? [5, 4] : []);
  context.beginPath();
  for (const x of [left + 1, left + width - 1]) {
    context.moveTo(x, area.top);
    context.lineTo(x, area.top + area.height);
  }
  if (selected) {
    for (const y of [area.top + 1, area.top + area.height - 1]) {
      context.moveTo(left, y);
      context.lineTo(left + width, y);
    }
  }
  context.stroke();
  context.setLineDash([]);
  paintName(context, area, section, { left, width }, ink);
}

function paintName(
  context: CanvasRenderingContext2D,
  area: Area,
  section: Section,
  { left, width }: { readonly left: number; readonly width: number },
  ink: Ink,
): void {
  context.font = FONT;
  const from = Math.max(left, 0);
  const room = left + width - from;
  const wanted = Math.ceil(context.measureText(section.name).width) + 8;
  if (section.name === "" || room < 20) return;
  context.save();
  context.beginPath();
  context.rect(from, area.top, room, 16);
  context.clip();
  context.fillStyle = ink.colour(section.colour);
  context.fillRect(from, area.top, wanted, 16);
  context.fillStyle = ink.colour(`oklch(from ${section.colour} clamp(0, (0.66 - l) * 1000, 1) 0 0)`);
  context.textBaseline = "middle";
  context.fillText(section.name, from + 4, area.top + 8.5);
  context.restore();
}
