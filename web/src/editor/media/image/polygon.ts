/** Polygons on a picture: lists of corners, in whatever unit the caller uses, and what can be done to them. */

import type { Bounds, Point } from "./geometry";

export interface Polygon {
  readonly points: readonly Point[];
  /** Whether the last corner is joined to the first. */
  readonly closed: boolean;
}

/** A place on an edge: between the corner `index` and the next. */
export interface EdgePlace {
  readonly index: number;
  readonly at: Point;
  readonly distance: number;
}

/** Fewer corners than this enclose nothing. */
export const LEAST_POINTS = 3;

export function polygonBounds({ points }: Polygon): Bounds {
  const bounds = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (const { x, y } of points) {
    bounds.minX = Math.min(bounds.minX, x);
    bounds.minY = Math.min(bounds.minY, y);
    bounds.maxX = Math.max(bounds.maxX, x);
    bounds.maxY = Math.max(bounds.maxY, y);
  }
  return bounds;
}

/** The area enclosed by the corners, by the shoelace formula. */
export function polygonArea({ points }: Polygon): number {
  let twice = 0;
  for (const [from, to] of pairs(points)) twice += from.x * to.y - to.x * from.y;
  return Math.abs(twice) / 2;
}

/** Whether a point is inside by the even-odd rule, or no further than `margin` from an edge. Open ones have no inside. */
export function polygonContains(polygon: Polygon, point: Point, margin = 0): boolean {
  if (polygon.closed && isInside(polygon.points, point)) return true;
  const edge = nearestEdge(polygon, point);
  return edge !== null && edge.distance <= margin;
}

function isInside(points: readonly Point[], { x, y }: Point): boolean {
  let inside = false;
  for (const [from, to] of pairs(points)) {
    const crosses = from.y > y !== to.y > y && x < ((to.x - from.x) * (y - from.y)) / (to.y - from.y) + from.x;
    if (crosses) inside = !inside;
  }
  return inside;
}

/** The edge nearest to a point, and the place on it that is nearest; null without edges. */
export function nearestEdge({ points, closed }: Polygon, point: Point): EdgePlace | null {
  let best: EdgePlace | null = null;
  let index = 0;
  for (const [from, to] of pairs(points)) {
    const isEdge = closed || index < points.length - 1;
    const at = nearestOn(from, to, point);
    const distance = Math.hypot(at.x - point.x, at.y - point.y);
    if (isEdge && (best === null || distance < best.distance)) best = { index, at, distance };
    index += 1;
  }
  return best;
}

function nearestOn(from: Point, to: Point, point: Point): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const inside = Math.min(Math.max(share, 0), 1);
  return { x: from.x + dx * inside, y: from.y + dy * inside };
}

/** Every corner with the next one, the last with the first. */
function* pairs(points: readonly Point[]): Generator<readonly [Point, Point]> {
  for (const [index, from] of points.entries()) {
    const to = points[(index + 1) % points.length];
    if (to !== undefined) yield [from, to];
  }
}

/** Puts a corner between the corner `index` and the next. */
export function insertPoint(polygon: Polygon, index: number, at: Point): Polygon {
  return { ...polygon, points: polygon.points.toSpliced(index + 1, 0, at) };
}

export function movePoint(polygon: Polygon, index: number, to: Point): Polygon {
  return { ...polygon, points: polygon.points.map((point, at) => (at === index ? to : point)) };
}

/** Takes a corner out; null when too few would be left. */
export function removePoint(polygon: Polygon, index: number): Polygon | null {
  if (polygon.points.length <= LEAST_POINTS) return null;
  return { ...polygon, points: polygon.points.toSpliced(index, 1) };
}

/** The middle of the edge behind a corner, where a new one goes when no place is pointed at. */
export function middleAfter({ points }: Polygon, index: number): Point | null {
  const [from, to] = [points[index], points[(index + 1) % points.length]];
  return from === undefined || to === undefined ? null : { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
}

export function shiftPolygon(polygon: Polygon, by: Point): Polygon {
  return { ...polygon, points: polygon.points.map(({ x, y }) => ({ x: x + by.x, y: y + by.y })) };
}

/** Stretches a polygon so that it fills other bounds. A side without extent stays as it is. */
export function fitInto(polygon: Polygon, to: Bounds): Polygon {
  const from = polygonBounds(polygon);
  const stretch = (at: number, low: number, high: number, newLow: number, newHigh: number): number =>
    high === low ? newLow : newLow + ((at - low) * (newHigh - newLow)) / (high - low);
  const points = polygon.points.map(({ x, y }) => ({
    x: stretch(x, from.minX, from.maxX, to.minX, to.maxX),
    y: stretch(y, from.minY, from.maxY, to.minY, to.maxY),
  }));
  return { ...polygon, points };
}
