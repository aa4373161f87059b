/** What gestures on the picture do to the open work: every one becomes a command. */

import { setRegion } from "../../core/commands";
import type { JsonObject } from "../../core/json";
import type { Size } from "../../media/image/geometry";
import type { Outline } from "../../media/image/outline";
import type { Shape } from "../../media/image/shape-index";
import type { ImageSurface } from "../../media/image/surface";
import { Pen } from "../../media/image/tools/pen";
import type { Hand, Mode } from "../../media/image/tools/tool";
import type { Editor } from "../../shell/editor";
import { type ShapeMaker, shapeMakersFor } from "../regions";
import type { ImageModel } from "./model";
import { shapeValue } from "./outlines";

const DRAFT_KEY = "\u0000draft";

interface HandOptions {
  readonly editor: Editor;
  readonly model: ImageModel;
  readonly surface: ImageSurface;
  readonly mode: () => Mode;
}

function frameOf(size: Size): JsonObject {
  return { original_width: size.width, original_height: size.height, image_rotation: 0 };
}

/** What the active label draws: with the tool in hand if it can, else with the first that fits. */
function makerInHand({ editor, model, mode }: HandOptions): ShapeMaker | null {
  const active = editor.activeFor(model.name)?.control.name;
  const fitting = shapeMakersFor(editor.ui, model.name).filter((maker) => maker.labels?.name === active);
  return fitting.find((maker) => maker.outline === mode()) ?? fitting[0] ?? null;
}

function newShape(options: HandOptions, outline: Outline): Shape | null {
  const maker = makerInHand(options);
  if (maker === null) return null;
  const first = options.editor.activeFor(options.model.name)?.labels[0];
  const label = maker.labels?.labels.find((candidate) => candidate.id === first);
  const unlabelled = maker.control.kind === "shape" ? maker.control.colour : "";
  return {
    key: DRAFT_KEY,
    outline,
    look: maker.look,
    colour: label?.colour ?? unlabelled,
    name: label?.name ?? "",
    suggested: false,
    locked: false,
  };
}

export function makeHand(options: HandOptions): Hand {
  const { editor, model, surface, mode } = options;
  const drawing = {
    surface,
    newShape: (outline: Outline) => newShape(options, outline),
    add: (outline: Outline) => {
      const maker = makerInHand(options);
      if (maker === null) return;
      const labels = editor.activeFor(model.name)?.labels ?? [];
      const value = shapeValue(outline, surface.pictureSize, { labels });
      editor.addShape({ control: maker.control, labels, value, extras: frameOf(surface.pictureSize) });
    },
  };
  return {
    ...drawing,
    pen: new Pen(drawing),
    mode,
    mayEdit: () => editor.mayEdit,
    draws: () => (editor.mayEdit ? (makerInHand(options)?.outline ?? null) : null),
    change: (key, outline, name) => {
      const region = editor.region(key);
      if (region === null) return;
      const before = region.value;
      const value = shapeValue(outline, surface.pictureSize, { labels: before.labels, before });
      const merge = name.startsWith("Nudge") ? { mergeKey: `${name} ${key}` } : {};
      editor.session.history.run(name, setRegion(region, value), merge);
    },
    select: (key, adds) => {
      const { selection } = editor.session;
      if (key === null) {
        if (!adds) selection.clear();
      } else if (adds) selection.toggle(key);
      else selection.select(key);
    },
  };
}
