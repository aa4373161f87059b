/** `<PolygonLabels>` and `<Polygon>`: corners in percent of the picture's width and height. */

import { type Codec, spellingsOf } from "../../core/codec";
import type { PercentPoint, PolygonValue } from "../../core/entries";
import { isArray, isObject, type Json, type JsonObject, toNumber } from "../../core/json";
import { LEAST_POINTS } from "../../media/image/polygon";
import { readLabels, writeLabels } from "../labels";

function readPoint(item: Json): PercentPoint | null {
  if (!isArray(item) || item.length !== 2) return null;
  const [x, y] = [toNumber(item[0]), toNumber(item[1])];
  return x === null || y === null || !Number.isFinite(x) || !Number.isFinite(y) ? null : [x, y];
}

/** The corners; null when they are not pairs of numbers or too few to enclose anything. */
function readPoints(list: Json | undefined): readonly PercentPoint[] | null {
  if (!isArray(list) || list.length < LEAST_POINTS) return null;
  const points: PercentPoint[] = [];
  for (const item of list) {
    const point = readPoint(item);
    if (point === null) return null;
    points.push(point);
  }
  return points;
}

function place(value: PolygonValue, previous: JsonObject): JsonObject {
  const spell = spellingsOf(previous.points);
  const points = value.points.map(([x, y]): Json => [spell(x), spell(y)]);
  // Old files say nothing where a polygon is closed; they stay silent.
  const isSaid = !value.closed || previous.closed !== undefined || previous.points === undefined;
  return { points, ...(isSaid ? { closed: value.closed } : {}) };
}

export function polygonCodec(type: string, labelKey: string | null): Codec {
  return {
    type,
    read: ({ value }) => {
      if (!isObject(value)) return null;
      const points = readPoints(value.points);
      const labels = labelKey === null ? [] : readLabels(value, labelKey);
      const closed = value.closed ?? true;
      if (points === null || labels === null || typeof closed !== "boolean") return null;
      return { kind: "polygon", points, closed, labels };
    },
    write: (value, previous) =>
      value.kind === "polygon"
        ? { ...place(value, previous), ...(labelKey === null ? {} : writeLabels(value.labels, labelKey, previous)) }
        : {},
    place: (value, previous) => (value.kind === "polygon" ? place(value, previous) : {}),
  };
}
