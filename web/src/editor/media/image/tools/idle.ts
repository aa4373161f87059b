import { insertPoint } from "../polygon";
import type { Shape } from "../shape-index";
import { drawing } from "./drawing";
import { type Grip, gripAt, gripCursor } from "./grips";
import { moving } from "./moving";
import { panning } from "./panning";
import { placing } from "./placing";
import { resizing } from "./resizing";
import { shaping } from "./shaping";
import { type Hand, isDrawing, type Press, type ToolState } from "./tool";
import { turning } from "./turning";

/** Clicking a selected shape again goes on to the next one under the pointer. */
function clickTarget(hits: readonly Shape[], selected: ReadonlySet<string>): string | null {
  const at = hits.findIndex((shape) => selected.has(shape.key));
  return hits[(at + 1) % Math.max(1, hits.length)]?.key ?? null;
}

function hitsAt({ surface }: Hand, press: Pick<Press, "picture">): readonly Shape[] {
  return surface.index.hits(press.picture, 3 / surface.viewport.value.scale);
}

/** What a press on a part of the selected shape begins. */
function take(hand: Hand, press: Press, grip: Grip, onClick: () => void): ToolState {
  switch (grip.kind) {
    case "turn":
      return turning(hand, press, grip.shape, grip.box);
    case "handle":
      return resizing(hand, press, grip, onClick);
    case "point":
      return shaping(hand, press, { ...grip, isNew: false });
    case "edge": {
      const polygon = insertPoint(grip.polygon, grip.place.index, grip.place.at);
      return shaping(hand, press, { shape: grip.shape, index: grip.place.index + 1, polygon, isNew: true });
    }
  }
}

/** What a press begins: changing or moving what is selected, drawing, or panning. */
export function begin(hand: Hand, press: Press): ToolState {
  const { surface } = hand;
  if (press.button === 1 || hand.mode() === "pan") return panning(hand, press);
  if (hand.pen.isDown) return placing(hand, press);
  const grip = gripAt(hand, press);
  const hits = hitsAt(hand, press);
  const click = (): void => hand.select(clickTarget(hits, surface.selected), press.adds);
  if (grip !== null) return take(hand, press, grip, click);
  const selectedHit = hits.find((shape) => surface.selected.has(shape.key) && !shape.locked);
  if (selectedHit !== undefined && hand.mayEdit()) return moving(hand, press, selectedHit, click);
  const draws = isDrawing(hand.mode()) ? hand.draws() : null;
  if (draws === "box") return drawing(hand, press, click);
  // Corners are set by clicks, so that a click selects only with Ctrl or Shift.
  if (draws === "polygon" && !(press.adds && hits.length > 0)) {
    hand.select(null, false);
    return placing(hand, press);
  }
  const hit = hits[0];
  if (hit === undefined || hit.locked || !hand.mayEdit()) return panning(hand, press, click);
  if (!surface.selected.has(hit.key)) hand.select(hit.key, press.adds);
  return moving(hand, press, hit, () => undefined);
}

/** The cursor that says what a press would do. */
export function cursorAt(hand: Hand, press: Pick<Press, "window" | "picture">): string {
  if (hand.mode() === "pan") return "grab";
  if (hand.pen.isDown) return "crosshair";
  const grip = gripAt(hand, press);
  if (grip !== null) return gripCursor(grip);
  const hits = hitsAt(hand, press);
  const { selected } = hand.surface;
  if (hits.some((shape) => selected.has(shape.key) && !shape.locked) && hand.mayEdit()) return "move";
  if (isDrawing(hand.mode()) && hand.draws() !== null) return "crosshair";
  return hits.length > 0 ? "pointer" : "grab";
}
