/** `<Image>`: a picture that can be classified or labelled in shapes. */

import { displayText, isArray, type JsonObject } from "../../core/json";
import { resolve } from "../../core/resolve";
import { attr, boolAttr, numberAttr, type TagNode } from "../../core/tag-tree";

export interface ImageModel {
  readonly kind: "image";
  readonly tag: "Image";
  readonly name: string;
  readonly node: TagNode;
  readonly url: string;
  readonly crossOrigin: "anonymous" | "use-credentials" | null;
  readonly smoothing: boolean;
  readonly wheelZoom: boolean;
  readonly zoomStep: number;
  readonly mayShrink: boolean;
  readonly firstZoom: "fit" | "original";
}

function readCrossOrigin(value: string | undefined): ImageModel["crossOrigin"] {
  return value === "anonymous" || value === "use-credentials" ? value : null;
}

export function createImage(node: TagNode, data: JsonObject): ImageModel {
  const field = resolve(attr(node, "value") ?? attr(node, "valueList") ?? "", data);
  const first = isArray(field) ? field[0] : field;
  const step = numberAttr(node, "zoomBy", 1.1);
  return {
    kind: "image",
    tag: "Image",
    name: attr(node, "name") ?? "",
    node,
    url: displayText(first).trim(),
    crossOrigin: readCrossOrigin(attr(node, "crossOrigin")),
    smoothing: boolAttr(node, "smoothing", true),
    wheelZoom: boolAttr(node, "zoom", true),
    zoomStep: step > 1 ? step : 1.1,
    mayShrink: boolAttr(node, "negativeZoom", false),
    firstZoom: attr(node, "defaultZoom") === "original" ? "original" : "fit",
  };
}
