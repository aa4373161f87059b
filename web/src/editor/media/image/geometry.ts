/** Boxes on a picture: percent on the wire, pixels of the picture for everything that is computed. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle turned about its top-left corner, clockwise, in degrees. The units are the caller's. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rotation: number;
}

export interface Bounds {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

export type Handle = "nw" | "n" | "ne" | "e" | "se" | "s" | "sw" | "w";
export const HANDLES: readonly Handle[] = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];

/** The handle's place in the box, 0 to 1 in both directions. */
const PLACE: Readonly<Record<Handle, Point>> = {
  nw: { x: 0, y: 0 },
  n: { x: 0.5, y: 0 },
  ne: { x: 1, y: 0 },
  e: { x: 1, y: 0.5 },
  se: { x: 1, y: 1 },
  s: { x: 0.5, y: 1 },
  sw: { x: 0, y: 1 },
  w: { x: 0, y: 0.5 },
};

export function percentToPixels(box: Box, picture: Size): Box {
  const { width, height } = picture;
  return {
    x: (box.x * width) / 100,
    y: (box.y * height) / 100,
    width: (box.width * width) / 100,
    height: (box.height * height) / 100,
    rotation: box.rotation,
  };
}

export function pixelsToPercent(box: Box, picture: Size): Box {
  const { width, height } = picture;
  return {
    x: (box.x / width) * 100,
    y: (box.y / height) * 100,
    width: (box.width / width) * 100,
    height: (box.height / height) * 100,
    rotation: box.rotation,
  };
}

export function rotate(point: Point, degrees: number): Point {
  const angle = (degrees * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return { x: point.x * cos - point.y * sin, y: point.x * sin + point.y * cos };
}

/** A point of the box, given as its share of width and height, where it lies on the picture. */
export function pointIn(box: Box, share: Point): Point {
  const turned = rotate({ x: box.width * share.x, y: box.height * share.y }, box.rotation);
  return { x: box.x + turned.x, y: box.y + turned.y };
}

/** A point of the picture in the box's own axes, from its top-left corner. */
function toLocal(box: Box, point: Point): Point {
  return rotate({ x: point.x - box.x, y: point.y - box.y }, -box.rotation);
}

export function handlePoint(box: Box, handle: Handle): Point {
  return pointIn(box, PLACE[handle]);
}

/** The four corners, clockwise from the top left. */
export function corners(box: Box): readonly Point[] {
  return (["nw", "ne", "se", "sw"] as const).map((handle) => handlePoint(box, handle));
}

export function boundsOf(box: Box): Bounds {
  const points = corners(box);
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  return { minX: Math.min(...xs), minY: Math.min(...ys), maxX: Math.max(...xs), maxY: Math.max(...ys) };
}

/** Whether a point is inside the box, or no further than `margin` outside. */
export function contains(box: Box, point: Point, margin = 0): boolean {
  const local = toLocal(box, point);
  return local.x >= -margin && local.y >= -margin && local.x <= box.width + margin && local.y <= box.height + margin;
}

/** The upright box between two points. */
export function boxBetween(a: Point, b: Point): Box {
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
    rotation: 0,
  };
}

export function clampPoint(point: Point, picture: Size): Point {
  return { x: Math.min(Math.max(point.x, 0), picture.width), y: Math.min(Math.max(point.y, 0), picture.height) };
}

/** Drags a handle to a point; the opposite edge stays. Dragging past it turns the box over. */
export function resize(box: Box, handle: Handle, to: Point): Box {
  const local = toLocal(box, to);
  const place = PLACE[handle];
  let [left, right, top, bottom] = [0, box.width, 0, box.height];
  if (place.x === 0) left = local.x;
  if (place.x === 1) right = local.x;
  if (place.y === 0) top = local.y;
  if (place.y === 1) bottom = local.y;
  const corner = rotate({ x: Math.min(left, right), y: Math.min(top, bottom) }, box.rotation);
  return {
    x: box.x + corner.x,
    y: box.y + corner.y,
    width: Math.abs(right - left),
    height: Math.abs(bottom - top),
    rotation: box.rotation,
  };
}

/** Turns a box about its centre so that its upper edge faces a point. */
export function turnTowards(box: Box, point: Point, step: number | null = null): Box {
  const centre = pointIn(box, { x: 0.5, y: 0.5 });
  const raw = (Math.atan2(point.y - centre.y, point.x - centre.x) * 180) / Math.PI + 90;
  const rotation = normalAngle(step === null ? raw : Math.round(raw / step) * step);
  const corner = rotate({ x: -box.width / 2, y: -box.height / 2 }, rotation);
  return { ...box, x: centre.x + corner.x, y: centre.y + corner.y, rotation };
}

/** An angle from 0 up to 360. */
export function normalAngle(degrees: number): number {
  return ((degrees % 360) + 360) % 360;
}
