/** What part of the picture the window shows: a scale and the place of the picture's corner, in CSS pixels. */

import type { Bounds, Point, Size } from "./geometry";

export interface Viewport {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const MAX_SCALE = 64;
const PADDING = 12;

/** The whole picture, centred. A picture smaller than the window is not blown up beyond eight times. */
export function fitPicture(picture: Size, window: Size): Viewport {
  const room = { width: Math.max(1, window.width - 2 * PADDING), height: Math.max(1, window.height - 2 * PADDING) };
  const scale = Math.min(room.width / picture.width, room.height / picture.height, 8);
  return centre(picture, window, scale);
}

export function centre(picture: Size, window: Size, scale: number): Viewport {
  return { scale, x: (window.width - picture.width * scale) / 2, y: (window.height - picture.height * scale) / 2 };
}

export function toPicture(viewport: Viewport, point: Point): Point {
  return { x: (point.x - viewport.x) / viewport.scale, y: (point.y - viewport.y) / viewport.scale };
}

export function toWindow(viewport: Viewport, point: Point): Point {
  return { x: point.x * viewport.scale + viewport.x, y: point.y * viewport.scale + viewport.y };
}

/** Changes the scale while the point under the pointer stays where it is. */
export function zoomAt(
  viewport: Viewport,
  factor: number,
  at: Point,
  limits: { picture: Size; window: Size; mayShrink: boolean },
): Viewport {
  const fitted = fitPicture(limits.picture, limits.window).scale;
  const least = limits.mayShrink ? Math.min(fitted, 1) / 4 : Math.min(fitted, 1);
  const scale = Math.min(Math.max(viewport.scale * factor, least), MAX_SCALE);
  const point = toPicture(viewport, at);
  return keepInside({ scale, x: at.x - point.x * scale, y: at.y - point.y * scale }, limits.picture, limits.window);
}

export function panBy(viewport: Viewport, by: Point, picture: Size, window: Size): Viewport {
  return keepInside({ ...viewport, x: viewport.x + by.x, y: viewport.y + by.y }, picture, window);
}

/** At least a strip of the picture stays in the window. */
function keepInside(viewport: Viewport, picture: Size, window: Size): Viewport {
  const strip = 48;
  const clamp = (at: number, length: number, room: number): number =>
    Math.min(Math.max(at, strip - length), room - strip);
  return {
    ...viewport,
    x: clamp(viewport.x, picture.width * viewport.scale, window.width),
    y: clamp(viewport.y, picture.height * viewport.scale, window.height),
  };
}

/** Whether bounds of the picture are seen as a whole. */
export function isInView(viewport: Viewport, bounds: Bounds, window: Size): boolean {
  const seen = visibleBounds(viewport, window);
  return bounds.minX >= seen.minX && bounds.minY >= seen.minY && bounds.maxX <= seen.maxX && bounds.maxY <= seen.maxY;
}

/** Brings bounds of the picture into the window, zooming in so that they can be seen and out so that they fit. */
export function reveal(viewport: Viewport, bounds: Bounds, picture: Size, window: Size): Viewport {
  const width = Math.max(bounds.maxX - bounds.minX, 1);
  const height = Math.max(bounds.maxY - bounds.minY, 1);
  const most = Math.min((window.width * 0.6) / width, (window.height * 0.6) / height);
  const least = Math.min(24 / width, 24 / height, most);
  const scale = Math.min(Math.max(viewport.scale, least), most, MAX_SCALE);
  const x = window.width / 2 - ((bounds.minX + bounds.maxX) / 2) * scale;
  const y = window.height / 2 - ((bounds.minY + bounds.maxY) / 2) * scale;
  return keepInside({ scale, x, y }, picture, window);
}

/** The part of the picture that is in the window. */
export function visibleBounds(viewport: Viewport, window: Size): Bounds {
  const from = toPicture(viewport, { x: 0, y: 0 });
  const to = toPicture(viewport, { x: window.width, y: window.height });
  return { minX: from.x, minY: from.y, maxX: to.x, maxY: to.y };
}
