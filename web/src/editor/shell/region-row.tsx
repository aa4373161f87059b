import { memo } from "react";
import { Count, Tag } from "../../design/badges";
import { IconButton } from "../../design/button";
import { classNames } from "../../design/class-names";
import { Icon } from "../../design/icon";
import type { IconName } from "../../design/icon-paths";
import { formatNumber, t } from "../../i18n/t";
import { type IntervalValue, isRegion, type RegionEntry } from "../core/entries";
import { toNumber } from "../core/json";
import type { LabelInterface } from "../tags/interface";
import { colourOf, nameOf } from "../tags/regions";
import { useEditor } from "./editor-context";
import { useEntry, useHasKey } from "./hooks";
import styles from "./region-list.module.css";

/** What a region covers: its text, or nothing. */
export function coveredText(ui: LabelInterface, region: RegionEntry): string {
  const object = ui.objects.get(region.toName);
  if (region.value.kind !== "span" || object?.kind !== "text") return "";
  return object.content.slice(region.value.start, region.value.end);
}

function lengthOf({ start, end }: IntervalValue): string {
  return t("editor.seconds", { seconds: formatNumber(Number((end - start).toFixed(1))) });
}

/** How large a region is: a box in pixels of the picture, where that is known, a polygon in corners, a section in time. */
export function sizeOf(region: RegionEntry): string {
  if (region.value.kind === "polygon") return t("editor.points", { count: region.value.points.length });
  if (region.value.kind === "interval") return lengthOf(region.value);
  if (region.value.kind !== "box") return "";
  const width = toNumber(region.extras["original_width"] ?? region.source?.["original_width"]);
  const height = toNumber(region.extras["original_height"] ?? region.source?.["original_height"]);
  if (width === null || height === null) return "";
  return `${Math.round((region.value.width * width) / 100)} × ${Math.round((region.value.height * height) / 100)}`;
}

const ICONS: Readonly<Record<RegionEntry["value"]["kind"], IconName | null>> = {
  span: null,
  box: "rectangle",
  polygon: "polygon",
  interval: "audio",
};

function KindIcon({ region }: { readonly region: RegionEntry }) {
  const icon = ICONS[region.value.kind];
  return icon === null ? null : <Icon name={icon} className={styles.type} />;
}

interface RegionRowProps {
  readonly regionKey: string;
  readonly tabIndex: number;
  readonly level: number;
  readonly onPick: (key: string, how: "only" | "toggle" | "range") => void;
}

function RowActions({ region, hidden }: { readonly region: RegionEntry; readonly hidden: boolean }) {
  const { editor, mayEdit } = useEditor();
  const { key, locked, value } = region;
  // Three fit beside a name. A click on a row brings text into view anyway; a shape is deleted by key or in the details.
  const isShape = value.kind !== "span";
  return (
    <span className={styles.actions}>
      {isShape && (
        <IconButton icon="locate" tabIndex={-1} label={t("editor.locate")} onClick={() => editor.locate(key)} />
      )}
      <IconButton
        icon={hidden ? "eyeOff" : "eye"}
        tabIndex={-1}
        label={t(hidden ? "editor.show" : "editor.hide")}
        onClick={() => editor.session.hidden.toggle(key)}
      />
      {mayEdit && (
        <IconButton
          icon={locked ? "lock" : "unlock"}
          tabIndex={-1}
          label={t(locked ? "editor.unlock" : "editor.lock")}
          onClick={() => editor.lock([key], !locked)}
        />
      )}
      {mayEdit && !locked && !isShape && (
        <IconButton icon="trash" tabIndex={-1} label={t("editor.delete")} onClick={() => editor.remove([key])} />
      )}
    </span>
  );
}

/** One region of the list; redrawn only when this region changes. */
export const RegionListRow = memo(function RegionListRow({ regionKey, tabIndex, level, onPick }: RegionRowProps) {
  const { editor } = useEditor();
  const entry = useEntry(editor.session.store, regionKey);
  const selected = useHasKey(editor.session.selection, regionKey);
  const hidden = useHasKey(editor.session.hidden, regionKey);
  if (!isRegion(entry)) return null;
  const name = nameOf(editor.ui, entry);
  const text = coveredText(editor.ui, entry);
  const number = editor.numberOf(regionKey);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys of all its rows
    <div
      role="treeitem"
      aria-level={level}
      aria-selected={selected}
      aria-label={t("editor.rowName", { name, text: text.slice(0, 80), number })}
      tabIndex={tabIndex}
      data-key={regionKey}
      className={classNames(styles.row, "has-label", selected && styles.selected, hidden && styles.isHidden)}
      style={{ "--c": colourOf(editor.ui, entry) }}
      onClick={(event) =>
        onPick(regionKey, event.shiftKey ? "range" : event.ctrlKey || event.metaKey ? "toggle" : "only")
      }
    >
      <span className={styles.bar} />
      <KindIcon region={entry} />
      <span className={styles.text} dir="auto">
        {text === "" ? name : text}
      </span>
      <Count>{sizeOf(entry)}</Count>
      {entry.score !== null && <Tag>{entry.score.toFixed(2)}</Tag>}
      <RowActions region={entry} hidden={hidden} />
      {hidden ? (
        <Icon name="eyeOff" className={styles.state} />
      ) : entry.locked ? (
        <Icon name="lock" className={styles.state} />
      ) : (
        <span className={styles.number}>{number}</span>
      )}
    </div>
  );
});
