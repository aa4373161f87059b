/** What outlines on a picture share, as the server counts it: intersection over union, by the even-odd rule. */

import { boundsOf, type Point } from "../media/image/geometry";
import { isBox, type Outline, pathOf } from "../media/image/outline";

/** A straight piece of an outline that is not level, from top to bottom. */
interface Edge {
  readonly from: Point;
  readonly to: Point;
}

function edgesOf(corners: readonly Point[]): readonly Edge[] {
  return corners.flatMap((one, index): Edge[] => {
    const other = corners[(index + 1) % corners.length] ?? one;
    if (one.y === other.y) return [];
    return [one.y < other.y ? { from: one, to: other } : { from: other, to: one }];
  });
}

function slope({ from, to }: Edge): number {
  return (to.x - from.x) / (to.y - from.y);
}

/** Heights at which edges cross. */
function crossings(edges: readonly Edge[]): readonly number[] {
  const found: number[] = [];
  for (const [index, one] of edges.entries()) {
    for (const other of edges.slice(index + 1)) {
      const [a, b] = [slope(one), slope(other)];
      if (a === b) continue;
      const height = (other.from.x - other.from.y * b - one.from.x + one.from.y * a) / (a - b);
      const lowest = Math.min(one.to.y, other.to.y);
      if (height > Math.max(one.from.y, other.from.y) && height < lowest) found.push(height);
    }
  }
  return found;
}

type Span = readonly [start: number, end: number];

/** Where a level line is inside. */
function insideAt(edges: readonly Edge[], height: number): readonly Span[] {
  const cuts = edges
    .filter(({ from, to }) => from.y < height && height < to.y)
    .map((edge) => edge.from.x + (height - edge.from.y) * slope(edge))
    .sort((a, b) => a - b);
  return cuts.flatMap((start, index): Span[] => {
    const end = cuts[index + 1];
    return index % 2 === 0 && end !== undefined ? [[start, end]] : [];
  });
}

const widthOf = (spans: readonly Span[]): number => spans.reduce((sum, [start, end]) => sum + end - start, 0);

function sharedWidth(one: readonly Span[], other: readonly Span[]): number {
  let sum = 0;
  for (const [start, end] of one)
    for (const [left, right] of other) sum += Math.max(0, Math.min(end, right) - Math.max(start, left));
  return sum;
}

function overlapBounds(one: readonly Point[], other: readonly Point[]): boolean {
  const range = (points: readonly Point[], axis: "x" | "y"): Span => {
    const values = points.map((point) => point[axis]);
    return [Math.min(...values), Math.max(...values)];
  };
  return (["x", "y"] as const).every((axis) => {
    const [a, b] = [range(one, axis), range(other, axis)];
    return a[0] < b[1] && b[0] < a[1];
  });
}

/** The shared area of two upright boxes needs no edges. */
function uprightShare(one: Outline, other: Outline): number | null {
  if (!isBox(one) || !isBox(other) || one.rotation !== 0 || other.rotation !== 0) return null;
  const [a, b] = [boundsOf(one), boundsOf(other)];
  const width = Math.min(a.maxX, b.maxX) - Math.max(a.minX, b.minX);
  const height = Math.min(a.maxY, b.maxY) - Math.max(a.minY, b.minY);
  const shared = Math.max(0, width) * Math.max(0, height);
  const whole = one.width * one.height + other.width * other.height - shared;
  return whole > 0 ? shared / whole : 0;
}

/**
 * Intersection over union of two outlines in pixels, 0 to 1.
 *
 * Between two neighbouring heights at which something happens (a corner, a crossing) no edges cross and widths change evenly:
 * their mean is the width half-way.
 */
export function iou(one: Outline, other: Outline): number {
  const upright = uprightShare(one, other);
  if (upright !== null) return upright;
  const [corners, others] = [pathOf(one), pathOf(other)];
  if (corners.length < 3 || others.length < 3 || !overlapBounds(corners, others)) return 0;
  const [mine, theirs] = [edgesOf(corners), edgesOf(others)];
  const turns = [...corners, ...others].map(({ y }) => y);
  const heights = [...new Set([...turns, ...crossings([...mine, ...theirs])])].sort((a, b) => a - b);
  let [all, shared] = [0, 0];
  for (const [index, top] of heights.slice(0, -1).entries()) {
    const bottom = heights[index + 1] ?? top;
    const middle = (top + bottom) / 2;
    const [inMine, inTheirs] = [insideAt(mine, middle), insideAt(theirs, middle)];
    const both = sharedWidth(inMine, inTheirs) * (bottom - top);
    shared += both;
    all += (widthOf(inMine) + widthOf(inTheirs)) * (bottom - top) - both;
  }
  return all > 0 ? shared / all : 0;
}
