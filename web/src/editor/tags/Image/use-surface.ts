/** Ties the picture's surface to the open work: shapes follow the store, gestures become commands. */

import { type RefObject, useEffect, useRef, useState } from "react";
import type { RegionEntry } from "../../core/entries";
import type { Point, Size } from "../../media/image/geometry";
import type { KeyNews } from "../../media/image/key-news";
import { StageKeyboard } from "../../media/image/keyboard";
import { StagePointer } from "../../media/image/pointer";
import { PLAIN_LOOK, type Shape } from "../../media/image/shape-index";
import { ImageSurface } from "../../media/image/surface";
import type { Pen } from "../../media/image/tools/pen";
import type { Mode } from "../../media/image/tools/tool";
import type { Editor } from "../../shell/editor";
import { colourOf, shapeMakerOf, shapeMakersFor } from "../regions";
import { makeHand } from "./hand";
import type { ImageModel } from "./model";
import { isShapeValue, outlineIn } from "./outlines";

function shapeOf(editor: Editor, region: RegionEntry, size: Size): Shape | null {
  if (!isShapeValue(region.value) || editor.session.hidden.has(region.key)) return null;
  return {
    key: region.key,
    outline: outlineIn(region.value, size),
    look: shapeMakerOf(editor.ui, region.fromName)?.look ?? PLAIN_LOOK,
    colour: colourOf(editor.ui, region),
    name: editor.shownName(region),
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
  readonly pen: Pen;
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
  const canTurn = shapeMakersFor(editor.ui, model.name).some((maker) => maker.canRotate);
  const surface = new ImageSurface({ ...elements, mayShrink: model.mayShrink, canTurn, mayEdit: () => editor.mayEdit });
  if (model.firstZoom === "original") surface.actualSize();
  const hand = makeHand({ editor, model, surface, mode: () => latest.current.mode });
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
  const stops = [
    follow(editor, model, surface),
    attachTo(editor, model, surface),
    editor.active.subscribe(() => hand.pen.redraw()),
    // A polygon still being drawn when the work is handed over is closed, as far as it encloses something.
    editor.beforeLeaving(() => void hand.pen.close()),
    () => theme.disconnect(),
  ];
  const destroy = (): void => {
    for (const stop of stops) stop();
    pointer.destroy();
    surface.destroy();
  };
  return { handle: { surface, pointer, keyboard, pen: hand.pen }, destroy };
}

function attachTo(editor: Editor, model: ImageModel, surface: ImageSurface): () => void {
  return editor.attach(model.name, {
    labelSelection: () => false,
    reveal: (key, how) => {
      const outline = surface.index.get(key)?.outline;
      if (outline === undefined) return;
      if (how === "seen") surface.reveal(outline);
      else surface.locate(outline);
    },
  });
}

/** Builds the surface once the picture is there; null before. */
export function useSurface(parts: StageParts, options: UseSurfaceOptions): StageHandle | null {
  const { editor, model, loaded, mode } = options;
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

  // Taking another tool gives up what is half drawn; moving the picture does not.
  useEffect(() => {
    if (mode === "select") handle?.pen.lift();
  }, [mode, handle]);

  return handle;
}
