/**
 * Offsets in text: code units inside the editor, code points on the wire.
 *
 * Both count into the task's own string, so `\r\n` counts as two and a character beyond the basic plane as two units but one point.
 */

export interface OffsetMap {
  readonly units: number;
  readonly points: number;
  toPoints(unit: number): number;
  toUnits(point: number): number;
}

/** How many of the sorted numbers are below the limit. */
function countBelow(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Builds the map of a text in one pass. An offset inside a surrogate pair counts as the pair's end. */
export function offsetMap(text: string): OffsetMap {
  const pairUnits: number[] = [];
  const pairPoints: number[] = [];
  for (let unit = 0; unit < text.length - 1; unit++) {
    const high = text.charCodeAt(unit);
    if (high < 0xd800 || high > 0xdbff) continue;
    const low = text.charCodeAt(unit + 1);
    if (low < 0xdc00 || low > 0xdfff) continue;
    pairPoints.push(unit - pairUnits.length);
    pairUnits.push(unit);
    unit++;
  }
  const points = text.length - pairUnits.length;
  return {
    units: text.length,
    points,
    toPoints: (unit) => {
      const before = countBelow(pairUnits, unit);
      const last = pairUnits[before - 1];
      const inside = last !== undefined && unit === last + 1 ? 1 : 0;
      return unit + inside - before;
    },
    toUnits: (point) => point + countBelow(pairPoints, point),
  };
}
