/** `<RectangleLabels>`: boxes in percent of the picture's width and height. */

import type { Codec } from "../../core/codec";
import { writeNumbers } from "../../core/codec";
import type { BoxValue } from "../../core/entries";
import { isObject, type JsonObject, toNumber } from "../../core/json";
import { readLabels, writeLabels } from "../labels";

const KEY = "rectanglelabels";

function place(value: BoxValue, previous: JsonObject): JsonObject {
  const { x, y, width, height, rotation } = value;
  const turned = rotation === 0 && previous.rotation === undefined && previous.x !== undefined ? {} : { rotation };
  return writeNumbers({ x, y, width, height, ...turned }, previous);
}

export const boxCodec: Codec = {
  type: KEY,
  read: (item) => {
    const value = item.value;
    if (!isObject(value)) return null;
    const [x, y, width, height] = [toNumber(value.x), toNumber(value.y), toNumber(value.width), toNumber(value.height)];
    const rotation = value.rotation === undefined ? 0 : toNumber(value.rotation);
    const labels = readLabels(value, KEY);
    if (x === null || y === null || width === null || height === null || rotation === null || labels === null)
      return null;
    if (![x, y, width, height, rotation].every(Number.isFinite) || width < 0 || height < 0) return null;
    return { kind: "box", x, y, width, height, rotation, labels };
  },
  write: (value, previous) =>
    value.kind === "box" ? { ...place(value, previous), ...writeLabels(value.labels, KEY, previous) } : {},
  place: (value, previous) => (value.kind === "box" ? place(value, previous) : {}),
};
