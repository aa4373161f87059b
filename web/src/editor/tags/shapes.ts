/** Shapes on pictures that are drawn by one control and labelled by another, and how all shapes are read and written. */

import type { Codec } from "../core/codec";
import { attr, boolAttr, listAttr, type TagNode } from "../core/tag-tree";
import type { OutlineKind } from "../media/image/outline";
import type { ShapeLook } from "../media/image/shape-index";
import { polygonCodec } from "./PolygonLabels/codec";
import { boxCodec } from "./RectangleLabels/codec";
import { readLook } from "./shape-look";

/** `<Rectangle>` or `<Polygon>`: draws shapes that have no labels of their own. */
export interface ShapeModel {
  readonly kind: "shape";
  readonly tag: "Rectangle" | "Polygon";
  readonly name: string;
  readonly toNames: readonly string[];
  readonly node: TagNode;
  readonly outline: OutlineKind;
  readonly look: ShapeLook;
  readonly colour: string;
  readonly canRotate: boolean;
  /** The `<Labels>` of the same picture, where there is one. */
  readonly labelledBy: string | null;
}

export function createShape(node: TagNode, outline: OutlineKind): ShapeModel {
  return {
    kind: "shape",
    tag: outline === "box" ? "Rectangle" : "Polygon",
    name: attr(node, "name") ?? "",
    toNames: listAttr(node, "toName"),
    node,
    outline,
    look: readLook(node),
    colour: attr(node, "strokeColor") ?? attr(node, "fillColor") ?? "var(--label-1)",
    canRotate: boolAttr(node, "canRotate", true),
    labelledBy: null,
  };
}

/** Reads and writes shapes; `labelKey` is the name of their label list, null where another item holds the labels. */
export function shapeCodec(outline: OutlineKind, labelKey: string | null, labelledBy: string | null): Codec {
  const type = labelKey ?? (outline === "box" ? "rectangle" : "polygon");
  const codec = outline === "box" ? boxCodec(type, labelKey) : polygonCodec(type, labelKey);
  return labelledBy === null ? codec : { ...codec, labelledBy };
}
