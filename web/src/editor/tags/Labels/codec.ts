/** `<Labels>` on text: spans on the wire are `start`, `end` in code points and, where wanted, the text they cover. */

import type { Codec } from "../../core/codec";
import { writeNumbers } from "../../core/codec";
import type { IntervalValue, SpanValue } from "../../core/entries";
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

function seconds(value: IntervalValue, previous: JsonObject): JsonObject {
  const { start, end, channel } = value;
  const isSilent = channel === 0 && previous.channel === undefined && previous.start !== undefined;
  return writeNumbers(isSilent ? { start, end } : { start, end, channel }, previous);
}

/** `<Labels>` on a recording: seconds and the channel. */
export const intervalCodec: Codec = {
  type: KEY,
  read: ({ value }) => {
    if (!isObject(value)) return null;
    const [start, end] = [toNumber(value.start), toNumber(value.end)];
    const channel = value.channel === undefined ? 0 : toNumber(value.channel);
    const labels = readLabels(value, KEY);
    if (start === null || end === null || channel === null || labels === null) return null;
    if (![start, end].every(Number.isFinite) || start < 0 || end < start) return null;
    return Number.isInteger(channel) && channel >= 0 ? { kind: "interval", start, end, channel, labels } : null;
  },
  write: (value, previous) =>
    value.kind === "interval" ? { ...seconds(value, previous), ...writeLabels(value.labels, KEY, previous) } : {},
  place: (value, previous) => (value.kind === "interval" ? seconds(value, previous) : {}),
};
