/** A picture on a stage without a page: the real surface, and a hand that writes down what gestures do. */

import type { Outline } from "../editor/media/image/outline";
import { PLAIN_LOOK, type Shape } from "../editor/media/image/shape-index";
import { ImageSurface } from "../editor/media/image/surface";
import { Pen } from "../editor/media/image/tools/pen";
import type { Hand, Mode, Press } from "../editor/media/image/tools/tool";

interface Done {
  readonly added: Outline[];
  readonly changed: [string, Outline, string][];
  readonly selected: (string | null)[];
}

function sized(element: HTMLElement, width: number, height: number): void {
  Object.defineProperties(element, {
    clientWidth: { value: width },
    clientHeight: { value: height },
    naturalWidth: { value: width },
    naturalHeight: { value: height },
  });
}

export const shape = (key: string, outline: Outline, locked = false): Shape => ({
  key,
  outline,
  look: PLAIN_LOOK,
  colour: "red",
  name: key,
  suggested: false,
  locked,
});

/** A stage of 424 by 324, so that the picture of 400 by 300 fits at its own size, 12 pixels from the edges. */
export function makeStage(shapes: readonly Shape[]) {
  const stage = document.createElement("div");
  const picture = document.createElement("img");
  sized(stage, 424, 324);
  sized(picture, 400, 300);
  const canvas = (): HTMLCanvasElement => document.createElement("canvas");
  const names = document.createElement("div");
  const surface = new ImageSurface({
    stage,
    picture,
    resting: canvas(),
    inHand: canvas(),
    names,
    mayShrink: false,
    canTurn: true,
    mayEdit: () => true,
  });
  surface.load(shapes);
  const done: Done = { added: [], changed: [], selected: [] };
  const may = { edit: true, label: true, mode: "box" as Mode };
  const drawing = {
    surface,
    newShape: (outline: Outline) => (may.label ? shape("draft", outline) : null),
    add: (outline: Outline) => void done.added.push(outline),
  };
  const hand: Hand = {
    ...drawing,
    pen: new Pen(drawing),
    mode: () => may.mode,
    mayEdit: () => may.edit,
    draws: () => (may.label && may.edit ? (may.mode === "polygon" ? "polygon" : "box") : null),
    change: (key, outline, label) => {
      done.changed.push([key, outline, label]);
      const old = surface.index.get(key);
      if (old !== undefined) surface.update([[key, { ...old, outline }]]);
    },
    select: (key) => {
      done.selected.push(key);
      surface.setSelected(new Set(key === null ? [] : [key]));
    },
  };
  return { surface, hand, done, may };
}

/** A press at a point of the picture. */
export function at(x: number, y: number, more: Partial<Press> = {}): Press {
  return {
    window: { x: x + 12, y: y + 12 },
    picture: { x, y },
    button: 0,
    adds: false,
    constrains: false,
    removes: false,
    ...more,
  };
}
