/** Where columns stand: their widths, the pinned ones, and which side their values keep to. */

import type { CSSProperties } from "react";
import type { TableColumn } from "./columns";

/** Widths in pixels that the reader has set, by column. */
export type Widths = Readonly<Record<string, number>>;

const TICK_PX = 40;
const ENDS = new Set(["number", "score", "ago"]);

/** Figures stand at the end, under each other; the id is a name. */
export const isAtEnd = ({ kind, type }: TableColumn): boolean =>
  ENDS.has(kind) || (kind === "data" && type === "Number");

/** Widths are the reader's where set; the longest field takes what is left. */
export function template(columns: readonly TableColumn[], widest: string | undefined, widths: Widths): string {
  const sizes = columns.map(({ id, width }) => {
    const set = widths[id];
    if (set !== undefined) return `${set}px`;
    return id === widest ? "minmax(200px, 1fr)" : `${width}px`;
  });
  return `${TICK_PX}px ${sizes.join(" ")}`;
}

/** How far from the start each pinned column stays. Pinned ones come first. */
export function pinnedPlaces(
  columns: readonly TableColumn[],
  pinned: readonly string[],
  widths: Widths,
): Readonly<Record<string, number>> {
  const places: Record<string, number> = {};
  let at = TICK_PX;
  for (const column of columns) {
    if (!pinned.includes(column.id)) break;
    places[column.id] = at;
    at += widths[column.id] ?? column.width;
  }
  return places;
}

/** The style of a cell that stays in view. */
export function stuck(place: number | undefined): CSSProperties {
  return place === undefined ? {} : { position: "sticky", insetInlineStart: place, zIndex: 1 };
}
