/** `<Labels>` on text: spans on the wire are `start`, `end` in code points and, where wanted, the text they cover. */

import type { Codec } from "../../core/codec";
import { writeNumbers } from "../../core/codec";
import type { SpanValue } from "../../core/entries";
import { isObject, type JsonObject, toNumber } from "../../core/json";
import { readLabels, writeLabels } from "../labels";
import type { TextModel } from "../Text/model";

const KEY = "labels";

export function spanCodec(text: TextModel): Codec {
  const place = (value: SpanValue, previous: JsonObject): JsonObject => {
    const points = { start: text.offsets.toPoints(value.start), end: text.offsets.toPoints(value.end) };
    const covered = text.savesText ? { text: text.content.slice(value.start, value.end) } : {};
    return { ...writeNumbers(points, previous), ...covered };
  };
  return {
    type: KEY,
    read: (item) => {
      const value = item.value;
      if (!isObject(value)) return null;
      const start = toNumber(value.start);
      const end = toNumber(value.end);
      const labels = readLabels(value, KEY);
      const fits =
        start !== null &&
        end !== null &&
        Number.isInteger(start) &&
        Number.isInteger(end) &&
        start >= 0 &&
        start < end &&
        end <= text.offsets.points;
      if (!fits || labels === null) return null;
      return { kind: "span", start: text.offsets.toUnits(start), end: text.offsets.toUnits(end), labels };
    },
    write: (value, previous) =>
      value.kind === "span" ? { ...place(value, previous), ...writeLabels(value.labels, KEY, previous) } : {},
    place: (value, previous) => (value.kind === "span" ? place(value, previous) : {}),
  };
}

/** `<Labels>` beside a shape control: an item of its own, with the id of the shape and its place repeated. */
export const labellingCodec: Codec = {
  type: KEY,
  read: (item) => {
    const labels = isObject(item.value) ? readLabels(item.value, KEY) : null;
    return labels === null ? null : { kind: "labelling", labels };
  },
  write: (value, previous) => (value.kind === "labelling" ? writeLabels(value.labels, KEY, previous) : {}),
};
