import { clampPoint } from "../geometry";
import { movePoint, type Polygon, removePoint } from "../polygon";
import type { Shape } from "../shape-index";
import { type Hand, isDrag, type Press, type ToolState } from "./tool";

interface Corner {
  readonly shape: Shape;
  readonly index: number;
  /** The polygon as it is once the corner is there: a press on an edge has put a new one in. */
  readonly polygon: Polygon;
  readonly isNew: boolean;
}

/** One corner follows the pointer. A press without a drag takes hold of it, puts a new one in, or with Alt takes it out. */
export function shaping(hand: Hand, from: Press, { shape, index, polygon, isNew }: Corner): ToolState {
  const { surface } = hand;
  let drags = false;
  const at = (press: Press): Polygon => movePoint(polygon, index, clampPoint(press.picture, surface.pictureSize));
  if (isNew) surface.setDraft({ ...shape, outline: polygon });
  surface.setPoint(index);
  return {
    move: (press) => {
      drags ||= isDrag(from, press);
      if (drags) surface.setDraft({ ...shape, outline: at(press) });
    },
    up: (press) => {
      surface.setDraft(null);
      if (isNew) hand.change(shape.key, drags ? at(press) : polygon, "Insert point");
      else if (drags) hand.change(shape.key, at(press), "Move point");
      else if (from.removes) takeOut(hand, shape.key, polygon, index);
      surface.setPoint(from.removes && !drags ? null : index);
    },
    cancel: () => {
      surface.setDraft(null);
      surface.setPoint(null);
    },
  };
}

/** Takes a corner out as long as enough are left; false when not. */
export function takeOut(hand: Hand, key: string, polygon: Polygon, index: number): boolean {
  const fewer = removePoint(polygon, index);
  if (fewer === null) return false;
  hand.change(key, fewer, "Delete point");
  return true;
}
