/** The selected region: its labels, its numbers, and the questions about it. */

import { type ChangeEvent, lazy, Suspense, useEffect, useState } from "react";
import { IconButton } from "../../design/button";
import { Input } from "../../design/field";
import { t } from "../../i18n/t";
import { setRegion } from "../core/commands";
import { isRegion, type RegionEntry } from "../core/entries";
import { toNumber } from "../core/json";
import { type Edge, moveEdge } from "../media/audio/spans";
import { formatTime, parseTime } from "../media/audio/timeline";
import type { Box, Size } from "../media/image/geometry";
import { isBox, type Outline } from "../media/image/outline";
import { fitInto, polygonBounds } from "../media/image/polygon";
import { asksAbout, shows, visibilityState } from "../tags/checks";
import { isShapeValue, outlineIn, shapeValue } from "../tags/Image/outlines";
import type { QuestionModel } from "../tags/interface";
import { headerOf, humanName, perRegionQuestions } from "../tags/rail";
import { labelsOf, shapeMakerOf } from "../tags/regions";
import { isInTranscript } from "../tags/transcripts";
import type { Editor } from "./editor";
import { useEditor } from "./editor-context";
import { useEntry, useKeys } from "./hooks";
import { ChoiceGroup } from "./rail";
import styles from "./side-panel.module.css";

const TextAreaView = lazy(async () => ({ default: (await import("../tags/TextArea/view")).TextAreaView }));

function pictureSize(region: RegionEntry): Size | null {
  const width = toNumber(region.extras["original_width"] ?? region.source?.["original_width"]);
  const height = toNumber(region.extras["original_height"] ?? region.source?.["original_height"]);
  return width === null || height === null || width <= 0 || height <= 0 ? null : { width, height };
}

type Side = "x" | "y" | "width" | "height" | "rotation";

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly disabled: boolean;
  readonly onCommit: (value: number) => void;
  readonly write?: (value: number) => string;
  readonly read?: (text: string) => number | null;
}

function writeRounded(value: number): string {
  return String(Math.round(value));
}

function readNumber(text: string): number | null {
  const number = Number(text.replace(",", "."));
  return text.trim() !== "" && Number.isFinite(number) ? number : null;
}

/** Takes a number on Enter or when left; Escape and nonsense bring the old one back. */
function NumberField(props: NumberFieldProps) {
  const { label, value, disabled, onCommit, write = writeRounded, read = readNumber } = props;
  const shown = write(value);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const commit = (): void => {
    const number = text === shown ? null : read(text);
    if (number !== null) onCommit(number);
    else setText(shown);
  };
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the input is inside
    <label className={styles.number}>
      {label}
      <Input
        size="small"
        inputMode="decimal"
        value={text}
        disabled={disabled}
        onChange={(event: ChangeEvent<HTMLInputElement>) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit();
          if (event.key === "Escape") setText(shown);
        }}
      />
    </label>
  );
}

function set(box: Box, side: Side, value: number): Box {
  return { ...box, [side]: side === "width" || side === "height" ? Math.max(1, value) : value };
}

/** The box around a polygon, whose numbers stand for it. */
function frameOf(outline: Outline): Box {
  if (isBox(outline)) return outline;
  const { minX, minY, maxX, maxY } = polygonBounds(outline);
  return { x: minX, y: minY, width: maxX - minX, height: maxY - minY, rotation: 0 };
}

function withFrame(outline: Outline, { x, y, width, height, rotation }: Box): Outline {
  if (isBox(outline)) return { x, y, width, height, rotation };
  return fitInto(outline, { minX: x, minY: y, maxX: x + width, maxY: y + height });
}

function ShapeNumbers({ region }: { readonly region: RegionEntry }) {
  const { editor, mayEdit } = useEditor();
  const size = pictureSize(region);
  const { value } = region;
  if (size === null || !isShapeValue(value)) return null;
  const outline = outlineIn(value, size);
  const frame = frameOf(outline);
  const turns = isBox(outline) && shapeMakerOf(editor.ui, region.fromName)?.canRotate === true;
  const commit = (side: Side, number: number): void => {
    const next = withFrame(outline, set(frame, side, number));
    const stored = shapeValue(next, size, { labels: value.labels, before: value });
    editor.session.history.run("Change numbers", setRegion(region, stored));
  };
  const sides: readonly (readonly [Side, string])[] = [
    ["x", "X"],
    ["y", "Y"],
    ["width", t("editor.width")],
    ["height", t("editor.height")],
    ...(turns ? [["rotation", t("editor.angle")] as const] : []),
  ];
  return (
    <div className={styles.numbers}>
      {sides.map(([side, label]) => (
        <NumberField
          key={`${region.key} ${side}`}
          label={label}
          value={frame[side]}
          disabled={!mayEdit || region.locked}
          onCommit={(number) => commit(side, number)}
        />
      ))}
    </div>
  );
}

function SectionNumbers({ region }: { readonly region: RegionEntry }) {
  const { editor, mayEdit } = useEditor();
  const { value } = region;
  if (value.kind !== "interval") return null;
  const length = toNumber(region.extras["original_length"] ?? region.source?.["original_length"]) ?? Infinity;
  const commit = (edge: Edge, to: number): void => {
    const { start, end } = moveEdge(value, edge, to, length);
    editor.session.history.run("Change numbers", setRegion(region, { ...value, start, end }));
  };
  const edges: readonly (readonly [Edge, string])[] = [
    ["start", t("editor.start")],
    ["end", t("editor.end")],
  ];
  return (
    <>
      <div className={styles.numbers}>
        {edges.map(([edge, label]) => (
          <NumberField
            key={`${region.key} ${edge}`}
            label={label}
            value={value[edge]}
            disabled={!mayEdit || region.locked}
            onCommit={(to) => commit(edge, to)}
            write={formatTime}
            read={parseTime}
          />
        ))}
      </div>
      <p className={styles.quiet}>{t("editor.audio.nudge")}</p>
    </>
  );
}

function facts(editor: Editor, region: RegionEntry): string {
  const number = t("editor.regionNumber", { number: editor.numberOf(region.key) });
  if (region.value.kind !== "polygon") return number;
  return `${number} · ${t("editor.polygonPoints", { count: region.value.points.length })}`;
}

function RegionQuestion({ question, region }: { readonly question: QuestionModel; readonly region: RegionEntry }) {
  const { editor } = useEditor();
  const title = headerOf(editor.ui, question.node) ?? humanName(question.name);
  if (question.kind === "choices") return <ChoiceGroup control={question} title={title} region={region} />;
  return (
    <Suspense fallback={null}>
      <TextAreaView model={question} title={title} region={region} />
    </Suspense>
  );
}

export function RegionDetails() {
  const { editor, mayEdit } = useEditor();
  const { selection, store } = editor.session;
  useKeys(selection);
  const key = selection.only ?? "";
  const region = useEntry(store, key);
  if (!isRegion(region)) return null;
  const state = visibilityState(editor.ui, store, region);
  const questions = perRegionQuestions(editor.ui).filter(
    (question) =>
      !isInTranscript(editor.ui, question, region) &&
      asksAbout(question, region) &&
      shows(editor.ui, question.node, state),
  );
  return (
    <section className={styles.details} aria-label={t("editor.selectedRegion")}>
      <div className={styles.detailsHead}>
        {labelsOf(editor.ui, region).map((label) => (
          <span key={label.id} className={styles.label} style={{ "--c": label.colour }}>
            {label.name}
          </span>
        ))}
        <span className={styles.quiet}>{facts(editor, region)}</span>
        <span className={styles.grow} />
        {region.value.kind === "interval" && (
          <IconButton icon="play" label={t("editor.audio.playSection")} onClick={() => editor.play(region.key)} />
        )}
        <IconButton icon="locate" label={t("editor.locate")} onClick={() => editor.locate(region.key)} />
        {mayEdit && !region.locked && (
          <IconButton icon="trash" label={t("editor.delete")} onClick={() => editor.remove([region.key])} />
        )}
      </div>
      <ShapeNumbers region={region} />
      <SectionNumbers region={region} />
      {questions.map((question) => (
        <RegionQuestion key={`${region.key} ${question.name}`} question={question} region={region} />
      ))}
    </section>
  );
}
