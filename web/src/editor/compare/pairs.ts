/** Who is whose counterpart among the regions of two annotations. */

import type { RegionEntry } from "../core/entries";
import { placeLikeness, sameLabels } from "./likeness";

export interface Pair {
  readonly a: RegionEntry;
  readonly b: RegionEntry;
  /** What their places share. */
  readonly likeness: number;
}

type Weigh = (a: RegionEntry, b: RegionEntry, likeness: number) => number;

/** From where to where a region reaches, along the text, the time or the height of the picture. */
function reach({ value }: RegionEntry): readonly [low: number, high: number] {
  switch (value.kind) {
    case "box":
      // A turned box reaches further than its sides say.
      return value.rotation === 0 ? [value.y, value.y + value.height] : [-Infinity, Infinity];
    case "polygon": {
      const heights = value.points.map(([, y]) => y);
      return [Math.min(...heights), Math.max(...heights)];
    }
    default:
      return [value.start, value.end];
  }
}

/** The most alike first, each region in one pair at most; a weight of 0 makes no pair. */
function pairUp(one: readonly RegionEntry[], other: readonly RegionEntry[], weigh: Weigh): readonly Pair[] {
  const waiting = other.map((b) => ({ b, reach: reach(b) })).sort((x, y) => x.reach[0] - y.reach[0]);
  const found: (Pair & { readonly weight: number })[] = [];
  for (const a of one) {
    const [low, high] = reach(a);
    for (const { b, reach: other } of waiting) {
      if (other[0] > high) break;
      if (other[1] < low || a.fromName !== b.fromName || a.toName !== b.toName) continue;
      const likeness = placeLikeness(a, b);
      const weight = likeness > 0 ? weigh(a, b, likeness) : 0;
      if (weight > 0) found.push({ a, b, likeness, weight });
    }
  }
  const taken = new Set<RegionEntry>();
  return found
    .sort((x, y) => y.weight - x.weight)
    .filter(({ a, b }) => {
      if (taken.has(a) || taken.has(b)) return false;
      taken.add(a).add(b);
      return true;
    });
}

/** Counterparts as the score counts them: the labels are the same. */
export function scoredPairs(one: readonly RegionEntry[], other: readonly RegionEntry[]): readonly Pair[] {
  return pairUp(one, other, (a, b, likeness) => (sameLabels(a, b) ? likeness : 0));
}

/** How much two regions with other labels must share to be one that was labelled differently. */
const SAME_PLACE = 0.5;

/** Counterparts as a person sees them: the same thing with another label is a pair as well. */
export function shownPairs(one: readonly RegionEntry[], other: readonly RegionEntry[]): readonly Pair[] {
  return pairUp(one, other, (a, b, likeness) => {
    if (sameLabels(a, b)) return likeness + SAME_PLACE;
    return likeness >= SAME_PLACE ? likeness : 0;
  });
}
