import { type KeyboardEvent, type Ref, useEffect, useRef, useState } from "react";
import { Kbd } from "../../../design/badges";
import { Button, IconButton } from "../../../design/button";
import { classNames } from "../../../design/class-names";
import { ErrorBox } from "../../../design/message";
import { useSlow } from "../../../design/progress";
import { t } from "../../../i18n/t";
import { comboOf, type Hotkeys } from "../../core/hotkeys";
import { Observable } from "../../core/observable";
import type { Point } from "../../media/image/geometry";
import type { KeyNews } from "../../media/image/key-news";
import type { OutlineKind } from "../../media/image/outline";
import type { ImageSurface } from "../../media/image/surface";
import { isDrawing } from "../../media/image/tools/tool";
import type { Editor } from "../../shell/editor";
import { useEditor } from "../../shell/editor-context";
import { useObservable } from "../../shell/hooks";
import { tool, useTool } from "../../shell/tools";
import { type ShapeMaker, shapeMakersFor } from "../regions";
import styles from "./image.module.css";
import type { ImageModel } from "./model";
import { useSurface } from "./use-surface";

type Loading = "waiting" | "loaded" | "failed";

/** Only addresses a picture can come from; anything else is shown as the error it is. */
function isPictureAddress(url: string): boolean {
  return /^(https?:|data:image\/|blob:|\/)/i.test(url) || (url !== "" && !/^[a-z][a-z0-9+.-]*:/i.test(url));
}

interface PictureProps {
  readonly ref: Ref<HTMLImageElement>;
  readonly model: ImageModel;
  readonly hidden: boolean;
  readonly onSettled: (how: "loaded" | "failed") => void;
}

/** The lowest layer: the browser decodes it and turns it the right way up. */
function Picture({ ref, model, hidden, onSettled }: PictureProps) {
  return (
    <img
      ref={ref}
      src={model.url}
      alt=""
      draggable={false}
      decoding="async"
      {...(model.crossOrigin === null ? {} : { crossOrigin: model.crossOrigin })}
      className={classNames(styles.picture, !model.smoothing && styles.pixelated)}
      hidden={hidden}
      onLoad={() => onSettled("loaded")}
      onError={() => onSettled("failed")}
    />
  );
}

function PictureError({ url }: { readonly url: string }) {
  return (
    <div className={styles.message}>
      <ErrorBox title={t("editor.image.failed")} details={url === "" ? t("editor.image.noAddress") : url} />
    </div>
  );
}

/** Where the pointer is, in pixels of the picture; redrawn alone, since the pointer moves all the time. */
function Readout({ hover }: { readonly hover: Observable<Point | null> }) {
  const at = useObservable(hover);
  if (at === null) return null;
  return (
    <span className={styles.readout} aria-hidden="true">
      {`x ${Math.round(at.x)} y ${Math.round(at.y)}`}
    </span>
  );
}

export function ImageView({ model }: { readonly model: ImageModel }) {
  const { editor, hotkeys, announce } = useEditor();
  const [loading, setLoading] = useState<Loading>(isPictureAddress(model.url) ? "waiting" : "failed");
  const [hover] = useState(() => new Observable<Point | null>(null));
  const mode = useTool();
  const kinds = new Set(shapeMakersFor(editor.ui, model.name).map((maker) => maker.outline));
  const draws = kinds.size > 0;
  const parts = {
    stage: useRef<HTMLDivElement>(null),
    picture: useRef<HTMLImageElement>(null),
    resting: useRef<HTMLCanvasElement>(null),
    inHand: useRef<HTMLCanvasElement>(null),
    names: useRef<HTMLDivElement>(null),
  };
  const handle = useSurface(parts, {
    editor,
    model,
    loaded: loading === "loaded",
    mode: draws ? mode : "pan",
    onHover: (at) => hover.set(at),
    onKeyNews: (news) => announce(spoken(news)),
  });
  const slow = useSlow(loading === "waiting");
  useDrawWithLabel(editor, model.name);
  useZoomKeys(hotkeys, handle?.surface ?? null);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget || handle === null) return;
    const combo = comboOf(event);
    const took = (combo === "escape" && handle.pointer.cancel()) || handle.keyboard.press(combo);
    if (!took) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={parts.stage}
      className={styles.stage}
      role="application"
      aria-roledescription={t("editor.image.role")}
      aria-label={stageName(model, kinds)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is operated by keyboard
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {isPictureAddress(model.url) && (
        <Picture ref={parts.picture} model={model} hidden={loading !== "loaded"} onSettled={setLoading} />
      )}
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas without tabindex takes no focus */}
      <canvas ref={parts.resting} className={styles.layer} aria-hidden="true" />
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas without tabindex takes no focus */}
      <canvas ref={parts.inHand} className={styles.layer} aria-hidden="true" />
      <div ref={parts.names} className={styles.names} aria-hidden="true" />
      {loading === "failed" && <PictureError url={model.url} />}
      {slow && <div className={styles.message}>{t("editor.image.loading")}</div>}
      {handle !== null && <ViewBar surface={handle.surface} />}
      <Readout hover={hover} />
    </div>
  );
}

function stageName({ name }: ImageModel, kinds: ReadonlySet<OutlineKind>): string {
  if (kinds.size === 0) return t("editor.image.label", { name });
  return t(kinds.has("box") ? "editor.image.labelDraws" : "editor.image.labelOutlines", { name });
}

function spoken(news: KeyNews): string {
  const round = Math.round;
  switch (news.kind) {
    case "cross":
      return t("editor.image.cross", { x: round(news.at.x), y: round(news.at.y) });
    case "corner":
      return t("editor.image.corner", { width: round(news.box.width), height: round(news.box.height) });
    case "point":
      return t("editor.image.point", { number: news.number, x: round(news.at.x), y: round(news.at.y) });
    case "few":
      return t("editor.image.few");
    case "done":
      return t("editor.image.done");
    case "cancelled":
      return t("editor.image.cancelled");
  }
}

const BAR_RESTS_MS = 2000;

/** Zoom and fit; out of the way after two seconds without the pointer moving over the picture. */
function ViewBar({ surface }: { readonly surface: ImageSurface }) {
  const { scale } = useObservable(surface.viewport);
  const [resting, setResting] = useState(false);
  const bar = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const stage = bar.current?.parentElement;
    let timer = setTimeout(() => setResting(true), BAR_RESTS_MS);
    const wake = (): void => {
      setResting(false);
      clearTimeout(timer);
      timer = setTimeout(() => setResting(true), BAR_RESTS_MS);
    };
    stage?.addEventListener("pointermove", wake);
    stage?.addEventListener("focusin", wake);
    return () => {
      clearTimeout(timer);
      stage?.removeEventListener("pointermove", wake);
      stage?.removeEventListener("focusin", wake);
    };
  }, []);

  return (
    <div
      ref={bar}
      className={classNames(styles.hud, resting && styles.resting)}
      role="toolbar"
      aria-label={t("editor.image.view")}
      onPointerDown={(event) => event.stopPropagation()}
    >
      <IconButton icon="zoomOut" label={t("editor.image.zoomOut")} onClick={() => surface.zoom(1 / 1.25)} />
      <span className={styles.zoom}>{`${Math.round(scale * 100)} %`}</span>
      <IconButton icon="zoomIn" label={t("editor.image.zoomIn")} onClick={() => surface.zoom(1.25)} />
      <span className={styles.divider} />
      <Button kind="ghost" size="small" onClick={() => surface.fit()}>
        {t("editor.image.fit")} <Kbd>⇧1</Kbd>
      </Button>
      <Button kind="ghost" size="small" onClick={() => surface.actualSize()}>
        {t("editor.image.actual")} <Kbd>⇧2</Kbd>
      </Button>
    </div>
  );
}

/** Choosing a label takes a tool in hand that draws with it; a drawing tool the picture has no use for is exchanged. */
function useDrawWithLabel(editor: Editor, object: string): void {
  useEffect(() => {
    const makers = shapeMakersFor(editor.ui, object);
    const takeOne = (fitting: readonly ShapeMaker[]): void => {
      const [first] = fitting;
      if (first !== undefined && !fitting.some((maker) => maker.outline === tool.value)) tool.set(first.outline);
    };
    if (isDrawing(tool.value)) takeOne(makers);
    return editor.active.subscribe(() => {
      const active = editor.activeFor(object)?.control.name;
      if (active !== undefined) takeOne(makers.filter((maker) => maker.labels?.name === active));
    });
  }, [editor, object]);
}

function useZoomKeys(hotkeys: Hotkeys, surface: ImageSurface | null): void {
  useEffect(() => {
    if (surface === null) return;
    const bind = (combo: string, label: string, run: () => void): (() => void) =>
      hotkeys.bind("medium", combo, { label, run: () => void run() });
    const stops = [
      bind("shift+1", t("editor.image.fit"), () => surface.fit()),
      bind("shift+2", t("editor.image.actual"), () => surface.actualSize()),
      bind("+", t("editor.image.zoomIn"), () => surface.zoom(1.25)),
      bind("-", t("editor.image.zoomOut"), () => surface.zoom(1 / 1.25)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [hotkeys, surface]);
}
