/** `<RectangleLabels>` and `<Rectangle>`: boxes in percent of the picture's width and height. */

import type { Codec } from "../../core/codec";
import { writeNumbers } from "../../core/codec";
import type { BoxValue } from "../../core/entries";
import { isObject, type JsonObject, toNumber } from "../../core/json";
import { readLabels, writeLabels } from "../labels";

function place(value: BoxValue, previous: JsonObject): JsonObject {
  const { x, y, width, height, rotation } = value;
  const turned = rotation === 0 && previous.rotation === undefined && previous.x !== undefined ? {} : { rotation };
  return writeNumbers({ x, y, width, height, ...turned }, previous);
}

function read(value: JsonObject, labels: readonly string[]): BoxValue | null {
  const [x, y, width, height] = [toNumber(value.x), toNumber(value.y), toNumber(value.width), toNumber(value.height)];
  const rotation = value.rotation === undefined ? 0 : toNumber(value.rotation);
  if (x === null || y === null || width === null || height === null || rotation === null) return null;
  if (![x, y, width, height, rotation].every(Number.isFinite) || width < 0 || height < 0) return null;
  return { kind: "box", x, y, width, height, rotation, labels };
}

export function boxCodec(type: string, labelKey: string | null): Codec {
  return {
    type,
    read: ({ value }) => {
      const labels = isObject(value) && labelKey !== null ? readLabels(value, labelKey) : [];
      return isObject(value) && labels !== null ? read(value, labels) : null;
    },
    write: (value, previous) =>
      value.kind === "box"
        ? { ...place(value, previous), ...(labelKey === null ? {} : writeLabels(value.labels, labelKey, previous)) }
        : {},
    place: (value, previous) => (value.kind === "box" ? place(value, previous) : {}),
  };
}
