import { HANDLES, type Handle, handlePoint, normalAngle, type Point } from "../geometry";
import { turnPoint } from "../paint";
import type { Shape } from "../shape-index";
import { toWindow } from "../viewport";
import { drawing } from "./drawing";
import { moving } from "./moving";
import { panning } from "./panning";
import { resizing } from "./resizing";
import type { Hand, Press, ToolState } from "./tool";
import { turning } from "./turning";

/** How near a handle the pointer must be; less on small shapes, so that their inside can still be taken hold of. */
const REACH = 8;
const CURSORS = ["ns-resize", "nesw-resize", "ew-resize", "nwse-resize"];
const ANGLES: Readonly<Record<Handle, number>> = { n: 0, ne: 45, e: 90, se: 135, s: 180, sw: 225, w: 270, nw: 315 };

function isNear(a: Point, b: Point, reach: number): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) <= reach;
}

type Grip = Handle | "turn";

/** The handle of the selected shape under the pointer. */
function gripAt({ surface, mayEdit }: Hand, shape: Shape | null, press: Pick<Press, "window">): Grip | null {
  if (shape === null || shape.locked || !mayEdit()) return null;
  const viewport = surface.viewport.value;
  if (surface.canTurn && isNear(turnPoint(viewport, shape.box), press.window, REACH)) return "turn";
  const side = Math.min(shape.box.width, shape.box.height) * viewport.scale;
  const reach = Math.min(REACH, Math.max(3, side / 4));
  return (
    HANDLES.find((handle) => isNear(toWindow(viewport, handlePoint(shape.box, handle)), press.window, reach)) ?? null
  );
}

/** Clicking a selected shape again goes on to the next one under the pointer. */
function clickTarget(hits: readonly Shape[], selected: ReadonlySet<string>): string | null {
  const at = hits.findIndex((shape) => selected.has(shape.key));
  return hits[(at + 1) % Math.max(1, hits.length)]?.key ?? null;
}

/** What a press begins: turning, resizing, moving, drawing or panning. */
export function begin(hand: Hand, press: Press): ToolState {
  const { surface } = hand;
  if (press.button === 1 || hand.mode() === "pan") return panning(hand, press);
  const only = surface.onlySelected;
  const grip = gripAt(hand, only, press);
  const hits = surface.index.hits(press.picture, 3 / surface.viewport.value.scale);
  const click = (): void => hand.select(clickTarget(hits, surface.selected), press.adds);
  if (only !== null && grip === "turn") return turning(hand, press, only);
  if (only !== null && grip !== null && grip !== "turn") return resizing(hand, press, only, grip, click);
  const selectedHit = hits.find((shape) => surface.selected.has(shape.key) && !shape.locked);
  if (selectedHit !== undefined && hand.mayEdit()) return moving(hand, press, selectedHit, click);
  const draws =
    hand.mode() === "draw" &&
    hand.mayEdit() &&
    hand.newShape({ x: 0, y: 0, width: 0, height: 0, rotation: 0 }) !== null;
  if (draws) return drawing(hand, press, click);
  const hit = hits[0];
  if (hit === undefined || hit.locked || !hand.mayEdit()) return panning(hand, press, click);
  if (!surface.selected.has(hit.key)) hand.select(hit.key, press.adds);
  return moving(hand, press, hit, () => undefined);
}

/** The cursor that says what a press would do. */
export function cursorAt(hand: Hand, press: Pick<Press, "window" | "picture">): string {
  if (hand.mode() === "pan") return "grab";
  const { surface } = hand;
  const only = surface.onlySelected;
  const grip = gripAt(hand, only, press);
  if (grip === "turn") return "alias";
  if (only !== null && grip !== null) {
    return CURSORS[Math.round(normalAngle(ANGLES[grip] + only.box.rotation) / 45) % 4] ?? "default";
  }
  const hits = surface.index.hits(press.picture, 3 / surface.viewport.value.scale);
  if (hits.some((shape) => surface.selected.has(shape.key) && !shape.locked) && hand.mayEdit()) return "move";
  if (
    hand.mode() === "draw" &&
    hand.mayEdit() &&
    hand.newShape({ x: 0, y: 0, width: 0, height: 0, rotation: 0 }) !== null
  )
    return "crosshair";
  return hits.length > 0 ? "pointer" : "grab";
}
