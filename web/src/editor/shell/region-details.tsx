/** The selected region: its labels, its numbers, and the questions about it. */

import { type ChangeEvent, useEffect, useState } from "react";
import { IconButton } from "../../design/button";
import { Input } from "../../design/field";
import { t } from "../../i18n/t";
import { moveBox } from "../core/commands";
import { type BoxValue, isRegion, type RegionEntry } from "../core/entries";
import { toNumber } from "../core/json";
import { percentToPixels, pixelsToPercent, type Size } from "../media/image/geometry";
import { asksAbout, shows, visibilityState } from "../tags/checks";
import { labelsOf } from "../tags/interface";
import { humanName, perRegionQuestions } from "../tags/rail";
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

function BoxNumbers({ region, box }: { readonly region: RegionEntry; readonly box: BoxValue }) {
  const { editor, mayEdit } = useEditor();
  const size = pictureSize(region);
  const { canRotate } = rotationOf(editor.ui.controls.get(region.fromName));
  if (size === null) return null;
  const pixels = percentToPixels(box, size);
  const set = (side: Side, value: number): void => {
    const wanted = side === "width" || side === "height" ? Math.max(1, value) : value;
    editor.session.history.run("Change numbers", moveBox(region, pixelsToPercent({ ...pixels, [side]: wanted }, size)));
  };
  const angle: readonly [Side, string][] = [["rotation", t("editor.angle")]];
  const sides: readonly [Side, string][] = [
    ["x", "X"],
    ["y", "Y"],
    ["width", t("editor.width")],
    ["height", t("editor.height")],
    ...(canRotate ? angle : []),
  ];
  return (
    <div className={styles.numbers}>
      {sides.map(([side, label]) => (
        <NumberField
          key={`${region.key} ${side}`}
          label={label}
          value={pixels[side]}
          disabled={!mayEdit || region.locked}
          onCommit={(value) => set(side, value)}
        />
      ))}
    </div>
  );
}

function rotationOf(control: { readonly kind: string; readonly canRotate?: boolean } | undefined): {
  readonly canRotate: boolean;
} {
  return { canRotate: control?.canRotate === true };
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
        <span className={styles.quiet}>{t("editor.regionNumber", { number: editor.numberOf(region.key) })}</span>
        <span className={styles.grow} />
        <IconButton icon="locate" label={t("editor.locate")} onClick={() => editor.reveal(region.key)} />
        {mayEdit && !region.locked && (
          <IconButton icon="trash" label={t("editor.delete")} onClick={() => editor.remove([region.key])} />
        )}
      </div>
      {region.value.kind === "box" && <BoxNumbers region={region} box={region.value} />}
      {questions.map((question) => (
        <ChoiceGroup key={question.name} control={question} title={humanName(question.name)} region={region} />
      ))}
    </section>
  );
}
