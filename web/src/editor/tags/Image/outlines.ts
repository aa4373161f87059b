/** Regions on pictures as outlines to draw and change, and outlines as what regions store. */

import type { BoxValue, PercentPoint, PolygonValue, RegionValue } from "../../core/entries";
import { type Box, type Point, percentToPixels, pixelsToPercent, type Size } from "../../media/image/geometry";
import { isPolygon, type Outline } from "../../media/image/outline";

type ShapeValue = BoxValue | PolygonValue;

export function isShapeValue(value: RegionValue): value is ShapeValue {
  return value.kind === "box" || value.kind === "polygon";
}

/** The outline of a region in pixels of the picture. */
export function outlineIn(value: ShapeValue, size: Size): Outline {
  return value.kind === "box"
    ? percentToPixels(value, size)
    : { points: pixelPoints(value, size), closed: value.closed };
}

function pixelPoints({ points }: PolygonValue, { width, height }: Size): readonly Point[] {
  return points.map(([x, y]) => ({ x: (x * width) / 100, y: (y * height) / 100 }));
}

interface Stored {
  readonly labels: readonly string[];
  /** What the region stored until now. */
  readonly before?: RegionValue | null;
}

/** What a region stores for an outline in pixels; corners that did not move keep their very numbers. */
export function shapeValue(outline: Outline, size: Size, { labels, before = null }: Stored): ShapeValue {
  if (!isPolygon(outline)) return { kind: "box", ...tidyBox(pixelsToPercent(outline, size)), labels };
  const kept = before?.kind === "polygon" ? storedPoints(before, size) : new Map<string, PercentPoint>();
  const points = outline.points.map(
    (pixel): PercentPoint => kept.get(`${pixel.x} ${pixel.y}`) ?? percentPoint(pixel, size),
  );
  return { kind: "polygon", points, closed: outline.closed, labels };
}

/** Coordinates as short as they can be without moving anything by a hundredth of a pixel. */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function percentPoint({ x, y }: Point, { width, height }: Size): PercentPoint {
  return [round((x / width) * 100), round((y / height) * 100)];
}

function tidyBox({ x, y, width, height, rotation }: Box): Box {
  return { x: round(x), y: round(y), width: round(width), height: round(height), rotation: round(rotation) };
}

function storedPoints(value: PolygonValue, size: Size): ReadonlyMap<string, PercentPoint> {
  const pixels = pixelPoints(value, size);
  return new Map(value.points.map((point, index) => [`${pixels[index]?.x} ${pixels[index]?.y}`, point] as const));
}
