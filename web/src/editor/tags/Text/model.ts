/** `<Text>`: plain text that can be classified or labelled in spans. */

import { displayText, type JsonObject } from "../../core/json";
import { type OffsetMap, offsetMap } from "../../core/offsets";
import { resolve } from "../../core/resolve";
import { attr, boolAttr, type TagNode } from "../../core/tag-tree";
import { type Granularity, readGranularity } from "../../media/text/granularity";

export interface TextModel {
  readonly kind: "text";
  readonly tag: "Text";
  readonly name: string;
  readonly node: TagNode;
  /** Address the text is loaded from; null for inline text. */
  readonly url: string | null;
  readonly content: string;
  readonly offsets: OffsetMap;
  /** Whether results repeat the text they cover. */
  readonly savesText: boolean;
  readonly selectable: boolean;
  readonly granularity: Granularity;
  readonly highlight: string | null;
  readonly showsLabels: boolean;
}

/** Decodes a field written as base64; a field that is not base64 stays as it is. */
function decode(text: string, encoding: string | undefined): string {
  if (encoding !== "base64" && encoding !== "base64unicode") return text;
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) return text;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return new TextDecoder(encoding === "base64" ? "latin1" : "utf-8").decode(bytes);
}

export function createText(node: TagNode, data: JsonObject): TextModel {
  const field = displayText(resolve(attr(node, "value") ?? node.text, data));
  const isUrl = attr(node, "valueType") === "url";
  const content = isUrl ? "" : decode(field, attr(node, "encoding"));
  const saves = attr(node, "saveTextResult");
  return {
    kind: "text",
    tag: "Text",
    name: attr(node, "name") ?? "",
    node,
    url: isUrl ? field : null,
    content,
    offsets: offsetMap(content),
    savesText: saves === "yes" || (saves !== "no" && !isUrl),
    selectable: boolAttr(node, "selectionEnabled", true),
    granularity: readGranularity(attr(node, "granularity")),
    highlight: attr(node, "highlightColor") ?? null,
    showsLabels: boolAttr(node, "showLabels", true),
  };
}

/** The same text once its address has been loaded. */
export function withContent(model: TextModel, loaded: string): TextModel {
  const content = decode(loaded, attr(model.node, "encoding"));
  return { ...model, content, offsets: offsetMap(content) };
}
