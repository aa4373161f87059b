import type { Section } from "../section-index";
import type { Edge } from "../spans";
import { toX } from "../timeline";
import { changing } from "./changing";
import { drawing } from "./drawing";
import { panning } from "./panning";
import type { Press, SoundHand, ToolState } from "./tool";

/** How near an edge the pointer must be; less on short sections, so that their inside can still be taken hold of. */
const REACH = 6;

function edgeAt({ surface, mayEdit }: SoundHand, press: Pick<Press, "x">): { section: Section; edge: Edge } | null {
  const section = surface.onlySelected;
  if (section === null || section.locked || !mayEdit()) return null;
  const [left, right] = [toX(surface.timeline.value, section.start), toX(surface.timeline.value, section.end)];
  const reach = Math.min(REACH, Math.max(2, (right - left) / 4));
  if (Math.abs(press.x - right) <= reach) return { section, edge: "end" };
  return Math.abs(press.x - left) <= reach ? { section, edge: "start" } : null;
}

function hitsAt({ surface }: SoundHand, press: Pick<Press, "time" | "lane">): readonly Section[] {
  return surface.index.hits(press.time, surface.lanes > 1 ? press.lane : null);
}

/** A click goes to the moment and selects what is there; once more the next one at the same place. */
function click(hand: SoundHand, press: Press, hits: readonly Section[]): void {
  const at = hits.findIndex((section) => hand.surface.selected.has(section.key));
  hand.seek(press.time);
  hand.select(hits[(at + 1) % Math.max(1, hits.length)]?.key ?? null, press.adds);
}

function draws(hand: SoundHand): boolean {
  return hand.mayEdit() && hand.newSection({ start: 0, end: 0 }, 0) !== null;
}

/** What a press begins: changing or moving what is selected, drawing, or moving the window. */
export function begin(hand: SoundHand, press: Press): ToolState {
  const hits = hitsAt(hand, press);
  const onClick = (): void => click(hand, press, hits);
  if (press.button === 1) return panning(hand, press, () => undefined);
  const grip = edgeAt(hand, press);
  if (grip !== null) return changing(hand, press, grip, onClick);
  const selected = hits.find((section) => hand.surface.selected.has(section.key) && !section.locked);
  if (selected !== undefined && hand.mayEdit())
    return changing(hand, press, { section: selected, edge: null }, onClick);
  if (draws(hand)) return drawing(hand, press, onClick);
  return panning(hand, press, onClick);
}

/** The cursor that says what a press would do. */
export function cursorAt(hand: SoundHand, press: Pick<Press, "x" | "time" | "lane">): string {
  if (edgeAt(hand, press) !== null) return "ew-resize";
  const hits = hitsAt(hand, press);
  if (hits.some(({ key, locked }) => hand.surface.selected.has(key) && !locked) && hand.mayEdit()) return "move";
  if (draws(hand)) return "text";
  return hits.length > 0 ? "pointer" : "default";
}
