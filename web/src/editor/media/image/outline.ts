/** What a shape looks like, whatever kind it is: tools, hit tests and drawing ask here and need not know the kinds. */

import { type Bounds, type Box, boundsOf, contains, corners, type Point, type Size } from "./geometry";
import { type Polygon, polygonArea, polygonBounds, polygonContains, shiftPolygon } from "./polygon";

export type Outline = Box | Polygon;
export type OutlineKind = "box" | "polygon";

export function isPolygon(outline: Outline): outline is Polygon {
  return "points" in outline;
}

export function isBox(outline: Outline): outline is Box {
  return !isPolygon(outline);
}

export function outlineBounds(outline: Outline): Bounds {
  return isPolygon(outline) ? polygonBounds(outline) : boundsOf(outline);
}

/** The corners, in the order in which the pen goes round. */
export function pathOf(outline: Outline): readonly Point[] {
  return isPolygon(outline) ? outline.points : corners(outline);
}

export function isClosed(outline: Outline): boolean {
  return isPolygon(outline) ? outline.closed : true;
}

export function outlineArea(outline: Outline): number {
  return isPolygon(outline) ? polygonArea(outline) : outline.width * outline.height;
}

/** Whether a point is inside, or no further than `margin` outside. */
export function outlineContains(outline: Outline, point: Point, margin = 0): boolean {
  return isPolygon(outline) ? polygonContains(outline, point, margin) : contains(outline, point, margin);
}

/** Moves an outline; it stops where its bounds meet the edge, but never jumps when it already lies outside. */
export function moveOutline(outline: Outline, by: Point, picture: Size): Outline {
  const bounds = outlineBounds(outline);
  const dx = clampStep(by.x, -bounds.minX, picture.width - bounds.maxX);
  const dy = clampStep(by.y, -bounds.minY, picture.height - bounds.maxY);
  if (isPolygon(outline)) return shiftPolygon(outline, { x: dx, y: dy });
  return { ...outline, x: outline.x + dx, y: outline.y + dy };
}

function clampStep(step: number, low: number, high: number): number {
  return Math.min(Math.max(step, Math.min(low, 0)), Math.max(high, 0));
}
