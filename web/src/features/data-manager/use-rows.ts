/** The keys of a list of rows: one tab stop, arrows move, Space previews or ticks, Enter opens. */

import type { KeyboardEvent } from "react";

const PAGE_STEP = 20;

export interface RowKeys {
  readonly active: number;
  readonly last: number;
  /** Rows that one arrow up or down goes over: the columns of a grid. */
  readonly across: number;
  readonly onMove: (row: number) => void;
  readonly onOpen: (row: number) => void;
  readonly onPreview: (row: number) => void;
  readonly onTick: (row: number) => void;
}

function stepOf(key: string, across: number): number | undefined {
  if (key === "ArrowDown") return across;
  if (key === "ArrowUp") return -across;
  if (across > 1 && key === "ArrowRight") return 1;
  if (across > 1 && key === "ArrowLeft") return -1;
  if (key === "PageDown") return PAGE_STEP * across;
  if (key === "PageUp") return -PAGE_STEP * across;
  if (key === "Home") return Number.NEGATIVE_INFINITY;
  return key === "End" ? Number.POSITIVE_INFINITY : undefined;
}

/** Acts on a key of the list. Keys of controls inside it are theirs. */
export function onRowKey(event: KeyboardEvent, keys: RowKeys): void {
  if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter") keys.onOpen(keys.active);
  else if (event.key === " ") keys.onPreview(keys.active);
  else if (event.key.toLowerCase() === "x") keys.onTick(keys.active);
  else {
    const step = stepOf(event.key, keys.across);
    if (step === undefined) return;
    keys.onMove(Math.min(Math.max(keys.active + step, 0), Math.max(keys.last, 0)));
  }
  event.preventDefault();
}
