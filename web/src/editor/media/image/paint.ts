/** Drawing shapes: everything in CSS pixels of the window, the canvas scaled to the screen beforehand. */

import { type Box, HANDLES, handlePoint, type Point, pointIn } from "./geometry";
import { isClosed, isPolygon, type Outline, pathOf } from "./outline";
import type { Polygon } from "./polygon";
import type { Shape } from "./shape-index";
import { toWindow, type Viewport } from "./viewport";

export interface Ink {
  /** A CSS colour, tokens included, as one the canvas understands. */
  readonly colour: (css: string) => string;
  readonly fillOpacity: number;
  readonly strokeWidth: number;
}

export const HANDLE_SIZE = 9;
export const TURN_DISTANCE = 24;
const NAME_HEIGHT = 16;
const NAME_FONT = '500 11px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

function trace(context: CanvasRenderingContext2D, viewport: Viewport, outline: Outline): void {
  context.beginPath();
  for (const corner of pathOf(outline)) {
    const { x, y } = toWindow(viewport, corner);
    context.lineTo(x, y);
  }
  if (isClosed(outline)) context.closePath();
}

/** A shape at rest: its fill, and its edge, dashed while it is only suggested. */
export function paintShape(context: CanvasRenderingContext2D, viewport: Viewport, shape: Shape, ink: Ink): void {
  const colour = ink.colour(shape.colour);
  trace(context, viewport, shape.outline);
  if (!shape.suggested && isClosed(shape.outline)) {
    context.globalAlpha = shape.look.fillOpacity ?? ink.fillOpacity;
    context.fillStyle = colour;
    context.fill();
    context.globalAlpha = 1;
  }
  context.setLineDash(shape.suggested ? [5, 4] : []);
  context.lineWidth = shape.look.strokeWidth ?? ink.strokeWidth;
  context.strokeStyle = colour;
  context.stroke();
  context.setLineDash([]);
}

/** Where a name is read as a whole: beside its corner, but not beyond the right edge of the window. */
export function namePlace(corner: Point, width: number, room: number): Point {
  return { x: Math.max(Math.min(corner.x, room - width), Math.min(corner.x, 0)), y: corner.y };
}

/** The name above a shape, in a window as wide as `room`. */
export function paintName(
  context: CanvasRenderingContext2D,
  viewport: Viewport,
  shape: Shape,
  ink: Ink,
  room: number,
): void {
  context.font = NAME_FONT;
  const width = Math.ceil(context.measureText(shape.name).width) + 8;
  const { x, y } = namePlace(topLeft(viewport, shape.outline), width, room);
  context.fillStyle = ink.colour(shape.colour);
  context.fillRect(x - 1, y - NAME_HEIGHT, width, NAME_HEIGHT);
  context.fillStyle = ink.colour(`oklch(from ${shape.colour} clamp(0, (0.66 - l) * 1000, 1) 0 0)`);
  context.textBaseline = "middle";
  context.fillText(shape.name, x + 3, y - NAME_HEIGHT / 2 + 0.5);
}

/** The highest corner on the screen, where the name goes. */
export function topLeft(viewport: Viewport, outline: Outline): Point {
  const points = pathOf(outline).map((corner) => toWindow(viewport, corner));
  return points.reduce((best, point) =>
    point.y < best.y - 0.5 || (Math.abs(point.y - best.y) <= 0.5 && point.x < best.x) ? point : best,
  );
}

/** A selected shape: a white casing, so that it shows on any picture. */
export function paintSelected(context: CanvasRenderingContext2D, viewport: Viewport, shape: Shape, ink: Ink): void {
  const strokeWidth = shape.look.strokeWidth ?? ink.strokeWidth;
  trace(context, viewport, shape.outline);
  context.lineWidth = strokeWidth + 2;
  context.strokeStyle = "rgb(255 255 255 / 0.7)";
  context.stroke();
  // The shape at rest below has its own fill already.
  context.globalAlpha = Math.min(1, (shape.look.fillOpacity ?? ink.fillOpacity) * 0.6);
  context.fillStyle = ink.colour(shape.colour);
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = strokeWidth;
  context.strokeStyle = ink.colour(shape.colour);
  context.stroke();
}

/** Where the knob for turning is. */
export function turnPoint(viewport: Viewport, box: Box): Point {
  const top = toWindow(viewport, handlePoint(box, "n"));
  const centre = toWindow(viewport, pointIn(box, { x: 0.5, y: 0.5 }));
  const length = Math.hypot(top.x - centre.x, top.y - centre.y) || 1;
  return {
    x: top.x + ((top.x - centre.x) / length) * TURN_DISTANCE,
    y: top.y + ((top.y - centre.y) / length) * TURN_DISTANCE,
  };
}

export interface HandleOptions {
  readonly canTurn: boolean;
  /** The corner of a polygon that is taken hold of. */
  readonly point: number | null;
}

/** What a selected shape is changed by: squares and a knob on boxes, the corners of polygons. */
export function paintHandles(
  context: CanvasRenderingContext2D,
  viewport: Viewport,
  shape: Shape,
  ink: Ink,
  options: HandleOptions,
): void {
  context.lineWidth = 2;
  context.strokeStyle = ink.colour(shape.colour);
  context.fillStyle = "white";
  if (isPolygon(shape.outline)) paintPoints(context, viewport, shape.outline, shape, options.point);
  else paintBoxHandles(context, viewport, shape.outline, options.canTurn);
}

/** A mark on every corner; the one taken hold of is filled, and so is the first of a polygon that can be closed there. */
function paintPoints(
  context: CanvasRenderingContext2D,
  viewport: Viewport,
  { points, closed }: Polygon,
  { look }: Shape,
  taken: number | null,
): void {
  for (const [index, point] of points.entries()) {
    const { x, y } = toWindow(viewport, point);
    const closes = !closed && index === 0 && points.length > 3;
    const size = look.pointSize + (index === taken || closes ? 3 : 0);
    context.beginPath();
    if (look.pointStyle === "circle") context.arc(x, y, size / 2, 0, Math.PI * 2);
    else context.rect(x - size / 2, y - size / 2, size, size);
    context.fillStyle = index === taken ? context.strokeStyle : "white";
    context.fill();
    context.stroke();
  }
}

function paintBoxHandles(context: CanvasRenderingContext2D, viewport: Viewport, box: Box, canTurn: boolean): void {
  if (canTurn) {
    const top = toWindow(viewport, handlePoint(box, "n"));
    const knob = turnPoint(viewport, box);
    context.beginPath();
    context.moveTo(top.x, top.y);
    context.lineTo(knob.x, knob.y);
    context.stroke();
    context.beginPath();
    context.arc(knob.x, knob.y, HANDLE_SIZE / 2, 0, Math.PI * 2);
    context.fill();
    context.stroke();
  }
  for (const handle of HANDLES) {
    const { x, y } = toWindow(viewport, handlePoint(box, handle));
    context.beginPath();
    context.rect(x - HANDLE_SIZE / 2, y - HANDLE_SIZE / 2, HANDLE_SIZE, HANDLE_SIZE);
    context.fill();
    context.stroke();
  }
}

/** The cross that the keyboard moves. */
export function paintCross(
  context: CanvasRenderingContext2D,
  viewport: Viewport,
  at: Point,
  size: { width: number; height: number },
): void {
  const { x, y } = toWindow(viewport, at);
  for (const [style, width] of [
    ["rgb(0 0 0 / 0.6)", 3],
    ["white", 1],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(size.width, y);
    context.moveTo(x, 0);
    context.lineTo(x, size.height);
    context.stroke();
  }
}
