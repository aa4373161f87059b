/** Ties the picture's surface to the open work: shapes follow the store, gestures become commands. */

import { type RefObject, useEffect, useRef, useState } from "react";
import { moveBox } from "../../core/commands";
import type { RegionEntry } from "../../core/entries";
import type { JsonObject } from "../../core/json";
import { type Box, type Point, percentToPixels, pixelsToPercent, type Size } from "../../media/image/geometry";
import { type KeyNews, StageKeyboard } from "../../media/image/keyboard";
import { StagePointer } from "../../media/image/pointer";
import type { Shape } from "../../media/image/shape-index";
import { ImageSurface } from "../../media/image/surface";
import type { Hand, Mode } from "../../media/image/tools/tool";
import type { Editor } from "../../shell/editor";
import { colourOf, labelControlsFor, nameOf } from "../interface";
import type { LabelsModel } from "../labels";
import type { ImageModel } from "./model";

const DRAFT_KEY = "\u0000draft";

function shapeOf(editor: Editor, region: RegionEntry, size: Size): Shape | null {
  if (region.value.kind !== "box" || editor.session.hidden.has(region.key)) return null;
  return {
    key: region.key,
    box: percentToPixels(region.value, size),
    colour: colourOf(editor.ui, region),
    name: nameOf(editor.ui, region),
    suggested: editor.isSuggested(region),
    locked: region.locked,
  };
}

function shapesOf(editor: Editor, model: ImageModel, size: Size): readonly Shape[] {
  return editor.session.store.keys.flatMap((key) => {
    const region = editor.region(key);
    return region?.toName === model.name ? (shapeOf(editor, region, size) ?? []) : [];
  });
}

function frameOf(size: Size): JsonObject {
  return { original_width: size.width, original_height: size.height, image_rotation: 0 };
}

/** Coordinates as short as they can be without moving anything by a hundredth of a pixel. */
function tidy(box: Box): Box {
  const round = (value: number): number => Math.round(value * 1e6) / 1e6;
  return {
    x: round(box.x),
    y: round(box.y),
    width: round(box.width),
    height: round(box.height),
    rotation: round(box.rotation),
  };
}

function makeHand(editor: Editor, model: ImageModel, surface: ImageSurface, mode: () => Mode): Hand {
  const active = (): { control: LabelsModel; labels: readonly string[] } | null => {
    const label = editor.activeFor(model.name);
    return label?.control.tag === "RectangleLabels" ? label : null;
  };
  return {
    surface,
    mode,
    mayEdit: () => editor.mayEdit,
    newShape: (box) => {
      const label = active();
      const item = label?.control.labels.find((candidate) => candidate.id === label.labels[0]);
      return item === undefined
        ? null
        : { key: DRAFT_KEY, box, colour: item.colour, name: item.name, suggested: false, locked: false };
    },
    add: (box) => {
      const label = active();
      if (label === null) return;
      const value = { kind: "box" as const, ...tidy(pixelsToPercent(box, surface.pictureSize)), labels: label.labels };
      editor.addShape({ ...label, value, extras: frameOf(surface.pictureSize) });
    },
    change: (key, box, name) => {
      const region = editor.region(key);
      if (region === null) return;
      const percent = tidy(pixelsToPercent(box, surface.pictureSize));
      const merge = name === "Nudge" ? { mergeKey: `nudge ${key}` } : {};
      editor.session.history.run(name, moveBox(region, percent), merge);
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

function follow(editor: Editor, model: ImageModel, surface: ImageSurface): () => void {
  const { store, selection, hidden } = editor.session;
  const reload = (): void => surface.load(shapesOf(editor, model, surface.pictureSize));
  reload();
  surface.setSelected(selection.keys);
  const stops = [
    store.subscribeAll((dirty) => {
      if (dirty.size > 200) return reload();
      surface.update(
        [...dirty].map((key) => {
          const region = editor.region(key);
          return [key, region === null ? null : shapeOf(editor, region, surface.pictureSize)] as const;
        }),
      );
    }),
    selection.subscribe(() => surface.setSelected(selection.keys)),
    hidden.subscribe(reload),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

export interface StageParts {
  readonly stage: RefObject<HTMLDivElement | null>;
  readonly picture: RefObject<HTMLImageElement | null>;
  readonly resting: RefObject<HTMLCanvasElement | null>;
  readonly inHand: RefObject<HTMLCanvasElement | null>;
  readonly names: RefObject<HTMLDivElement | null>;
}

export interface StageHandle {
  readonly surface: ImageSurface;
  readonly pointer: StagePointer;
  readonly keyboard: StageKeyboard;
}

interface UseSurfaceOptions {
  readonly editor: Editor;
  readonly model: ImageModel;
  /** The picture is there, with its size. */
  readonly loaded: boolean;
  readonly mode: Mode;
  readonly onHover: (at: Point | null) => void;
  readonly onKeyNews: (news: KeyNews) => void;
}

interface Elements {
  readonly stage: HTMLDivElement;
  readonly picture: HTMLImageElement;
  readonly resting: HTMLCanvasElement;
  readonly inHand: HTMLCanvasElement;
  readonly names: HTMLDivElement;
}

function elementsOf(parts: StageParts): Elements | null {
  const [stage, picture, resting] = [parts.stage.current, parts.picture.current, parts.resting.current];
  const [inHand, names] = [parts.inHand.current, parts.names.current];
  if (stage === null || picture === null || resting === null || inHand === null || names === null) return null;
  return { stage, picture, resting, inHand, names };
}

/** Puts surface, pointer and keyboard together and ties them to the editor. */
function mountStage(
  elements: Elements,
  latest: { readonly current: UseSurfaceOptions },
): { handle: StageHandle; destroy: () => void } {
  const { editor, model } = latest.current;
  const controls = labelControlsFor(editor.ui, model.name);
  const canTurn = controls.some((control) => control.canRotate);
  const surface = new ImageSurface({ ...elements, mayShrink: model.mayShrink, canTurn });
  if (model.firstZoom === "original") surface.actualSize();
  const hand = makeHand(editor, model, surface, () => latest.current.mode);
  const pointer = new StagePointer({
    stage: elements.stage,
    hand,
    wheelZooms: model.wheelZoom,
    zoomStep: model.zoomStep,
    onHover: (at) => latest.current.onHover(at),
  });
  const keyboard = new StageKeyboard(hand, (news) => latest.current.onKeyNews(news));
  const theme = new MutationObserver(() => surface.forgetColours());
  theme.observe(document.documentElement, { attributeFilter: ["data-theme", "data-contrast"] });
  const stops = [follow(editor, model, surface), attachTo(editor, model, surface), () => theme.disconnect()];
  const destroy = (): void => {
    for (const stop of stops) stop();
    pointer.destroy();
    surface.destroy();
  };
  return { handle: { surface, pointer, keyboard }, destroy };
}

function attachTo(editor: Editor, model: ImageModel, surface: ImageSurface): () => void {
  return editor.attach(model.name, {
    labelSelection: () => false,
    reveal: (key) => {
      const shape = surface.index.get(key);
      if (shape !== undefined) surface.reveal(shape.box);
    },
  });
}

/** Builds the surface once the picture is there; null before. */
export function useSurface(parts: StageParts, options: UseSurfaceOptions): StageHandle | null {
  const { editor, model, loaded } = options;
  const latest = useRef(options);
  latest.current = options;
  const [handle, setHandle] = useState<StageHandle | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the parts are refs; editor and model are read from `latest`
  useEffect(() => {
    const elements = loaded ? elementsOf(parts) : null;
    if (elements === null) return;
    const { handle: mounted, destroy } = mountStage(elements, latest);
    setHandle(mounted);
    return () => {
      destroy();
      setHandle(null);
    };
  }, [editor, model, loaded]);

  return handle;
}
