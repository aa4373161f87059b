/** What of the selected shape is under the pointer, and the cursor that says what a press there would do. */

import { type Box, HANDLES, type Handle, handlePoint, normalAngle } from "../geometry";
import { isPolygon } from "../outline";
import { turnPoint } from "../paint";
import { type EdgePlace, nearestEdge, type Polygon } from "../polygon";
import type { Shape } from "../shape-index";
import { toWindow } from "../viewport";
import { type Hand, isNear, type Press } from "./tool";

/** How near a handle the pointer must be; less on small shapes, so that their inside can still be taken hold of. */
const REACH = 8;
const EDGE_REACH = 5;
const CURSORS = ["ns-resize", "nesw-resize", "ew-resize", "nwse-resize"];
const ANGLES: Readonly<Record<Handle, number>> = { n: 0, ne: 45, e: 90, se: 135, s: 180, sw: 225, w: 270, nw: 315 };

export type Grip =
  | { readonly kind: "turn"; readonly shape: Shape; readonly box: Box }
  | { readonly kind: "handle"; readonly shape: Shape; readonly box: Box; readonly handle: Handle }
  | { readonly kind: "point"; readonly shape: Shape; readonly polygon: Polygon; readonly index: number }
  | { readonly kind: "edge"; readonly shape: Shape; readonly polygon: Polygon; readonly place: EdgePlace };

/** The part of the selected shape under the pointer; null for its inside, and where nothing may be changed. */
export function gripAt({ surface, mayEdit }: Hand, press: Pick<Press, "window" | "picture">): Grip | null {
  const shape = surface.onlySelected;
  if (shape === null || shape.locked || !mayEdit()) return null;
  const { outline } = shape;
  const viewport = surface.viewport.value;
  if (isPolygon(outline)) return polygonGrip(shape, outline, viewport, press);
  if (surface.canTurn && isNear(turnPoint(viewport, outline), press.window, REACH))
    return { kind: "turn", shape, box: outline };
  const side = Math.min(outline.width, outline.height) * viewport.scale;
  const reach = Math.min(REACH, Math.max(3, side / 4));
  const handle = HANDLES.find((one) => isNear(toWindow(viewport, handlePoint(outline, one)), press.window, reach));
  return handle === undefined ? null : { kind: "handle", shape, box: outline, handle };
}

function polygonGrip(
  shape: Shape,
  polygon: Polygon,
  viewport: Hand["surface"]["viewport"]["value"],
  press: Pick<Press, "window" | "picture">,
): Grip | null {
  const index = polygon.points.findIndex((point) => isNear(toWindow(viewport, point), press.window, REACH));
  if (index >= 0) return { kind: "point", shape, polygon, index };
  const place = nearestEdge(polygon, press.picture);
  if (place === null || place.distance * viewport.scale > EDGE_REACH) return null;
  return { kind: "edge", shape, polygon, place };
}

export function gripCursor(grip: Grip): string {
  if (grip.kind === "turn") return "alias";
  if (grip.kind === "point") return "move";
  if (grip.kind === "edge") return "copy";
  return CURSORS[Math.round(normalAngle(ANGLES[grip.handle] + grip.box.rotation) / 45) % 4] ?? "default";
}
