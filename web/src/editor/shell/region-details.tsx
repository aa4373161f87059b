/** The selected region: its labels, its numbers, and the questions about it. */

import { type ChangeEvent, useEffect, useState } from "react";
import { IconButton } from "../../design/button";
import { Input } from "../../design/field";
import { t } from "../../i18n/t";
import { setRegion } from "../core/commands";
import { isRegion, type RegionEntry } from "../core/entries";
import { toNumber } from "../core/json";
import type { Box, Size } from "../media/image/geometry";
import { isBox, type Outline } from "../media/image/outline";
import { fitInto, polygonBounds } from "../media/image/polygon";
import { asksAbout, shows, visibilityState } from "../tags/checks";
import { isShapeValue, outlineIn, shapeValue } from "../tags/Image/outlines";
import { humanName, perRegionQuestions } from "../tags/rail";
import { labelsOf, shapeMakerOf } from "../tags/regions";
import type { Editor } from "./editor";
import { useEditor } from "./editor-context";
import { useEntry, useKeys } from "./hooks";
import { ChoiceGroup } from "./rail";
import styles from "./side-panel.module.css";

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
}

/** Takes a number on Enter or when left; Escape and nonsense bring the old one back. */
function NumberField({ label, value, disabled, onCommit }: NumberFieldProps) {
  const shown = String(Math.round(value));
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const commit = (): void => {
    const number = Number(text.replace(",", "."));
    if (text.trim() !== "" && Number.isFinite(number) && text !== shown) onCommit(number);
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

function facts(editor: Editor, region: RegionEntry): string {
  const number = t("editor.regionNumber", { number: editor.numberOf(region.key) });
  if (region.value.kind !== "polygon") return number;
  return `${number} · ${t("editor.polygonPoints", { count: region.value.points.length })}`;
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
    (question) => asksAbout(question, region) && shows(editor.ui, question.node, state),
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
        <IconButton icon="locate" label={t("editor.locate")} onClick={() => editor.locate(region.key)} />
        {mayEdit && !region.locked && (
          <IconButton icon="trash" label={t("editor.delete")} onClick={() => editor.remove([region.key])} />
        )}
      </div>
      <ShapeNumbers region={region} />
      {questions.map((question) => (
        <ChoiceGroup key={question.name} control={question} title={humanName(question.name)} region={region} />
      ))}
    </section>
  );
}
