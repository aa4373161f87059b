/** Sections of a recording: drawn, moved and resized in seconds, rounded to what a wave form can show. */

import type { Span } from "./timeline";

/** Shorter than this is a slip of the hand. */
export const SHORTEST = 0.01;

export type Edge = "start" | "end";

/** Milliseconds are as exact as a hand can be. */
export function roundTime(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function clamp(time: number, duration: number): number {
  return Math.min(Math.max(time, 0), duration);
}

export function spanBetween(a: number, b: number, duration: number): Span {
  const [start, end] = [clamp(Math.min(a, b), duration), clamp(Math.max(a, b), duration)];
  return { start: roundTime(start), end: roundTime(end) };
}

/** Moves a span; its length stays and it stops at the ends of the recording. */
export function moveSpan({ start, end }: Span, by: number, duration: number): Span {
  const step = Math.min(Math.max(by, Math.min(-start, 0)), Math.max(duration - end, 0));
  return { start: roundTime(start + step), end: roundTime(end + step) };
}

/** Moves one end; it stops short of the other. */
export function moveEdge(span: Span, edge: Edge, to: number, duration: number): Span {
  const time = roundTime(clamp(to, duration));
  if (edge === "start") return { ...span, start: Math.min(time, roundTime(span.end - SHORTEST)) };
  return { ...span, end: Math.max(time, roundTime(span.start + SHORTEST)) };
}
