/** What a tag draws on pictures, and how its author wants that to look. */

import { attr, type TagNode } from "../core/tag-tree";
import type { OutlineKind } from "../media/image/outline";
import type { ShapeLook } from "../media/image/shape-index";

const OUTLINES: Readonly<Record<string, OutlineKind>> = {
  Rectangle: "box",
  RectangleLabels: "box",
  Polygon: "polygon",
  PolygonLabels: "polygon",
};
const POINT_SIZES: Readonly<Record<string, number>> = { small: 9, medium: 12, large: 15 };

/** What a tag draws on a picture; null for tags that draw nothing. */
export function outlineOf(tag: string): OutlineKind | null {
  return OUTLINES[tag] ?? null;
}

function numberIn(text: string | undefined, most: number): number | null {
  if (text === undefined || text.trim() === "") return null;
  const number = Number(text);
  return Number.isFinite(number) && number >= 0 ? Math.min(number, most) : null;
}

export function readLook(node: TagNode): ShapeLook {
  return {
    strokeWidth: numberIn(attr(node, "strokeWidth"), 40),
    fillOpacity: numberIn(attr(node, "fillOpacity") ?? attr(node, "opacity"), 1),
    pointSize: POINT_SIZES[attr(node, "pointSize") ?? "small"] ?? 9,
    pointStyle: attr(node, "pointStyle") === "rectangle" ? "rectangle" : "circle",
  };
}
