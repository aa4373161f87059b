/** All regions: a tree by label with arrow keys, type-ahead and Delete; only rows in view are in the document. */

import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { Count } from "../../design/badges";
import { IconButton } from "../../design/button";
import { classNames } from "../../design/class-names";
import { SearchInput } from "../../design/field";
import { Icon } from "../../design/icon";
import { Empty } from "../../design/message";
import { formatNumber, t } from "../../i18n/t";
import { nameOf } from "../tags/regions";
import { useEditor } from "./editor-context";
import { useKeys, useStoreVersion } from "./hooks";
import { type GroupRow, type Listed, type ListRow, listRows, regionOrder } from "./region-groups";
import styles from "./region-list.module.css";
import { coveredText, RegionListRow } from "./region-row";

const ROW = 32;
const GROUP = 28;

function useListed(): readonly Listed[] {
  const { editor } = useEditor();
  const { store } = editor.session;
  const version = useStoreVersion(store);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for everything in the store
  return useMemo(
    () =>
      store.keys.flatMap((key) => {
        const region = editor.region(key);
        if (region === null) return [];
        return [
          {
            region,
            name: nameOf(editor.ui, region),
            text: coveredText(editor.ui, region),
            number: editor.numberOf(key),
          },
        ];
      }),
    [editor, version],
  );
}

function rowId(row: ListRow): string {
  return row.kind === "group" ? `group ${row.name}` : row.key;
}

function toggled(set: ReadonlySet<string>, item: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

function GroupHead({
  row,
  tabIndex,
  onFold,
}: {
  readonly row: GroupRow;
  readonly tabIndex: number;
  readonly onFold: () => void;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys of all its rows
    <div
      role="treeitem"
      aria-level={1}
      aria-expanded={!row.folded}
      aria-selected={false}
      aria-label={t("editor.groupName", { name: row.name, count: row.count })}
      tabIndex={tabIndex}
      data-key={rowId(row)}
      className={styles.group}
      onClick={onFold}
    >
      <Icon name={row.folded ? "chevronRight" : "chevronDown"} />
      {row.name}
      <Count>{formatNumber(row.count)}</Count>
    </div>
  );
}

/** The tree's keys. */
function useTreeKeys(rows: readonly ListRow[], focus: (row: ListRow) => void, fold: (name: string) => void) {
  const { editor } = useEditor();
  const typed = useRef({ text: "", at: 0 });

  const typeAhead = (key: string, at: number): ListRow | undefined => {
    const now = Date.now();
    typed.current = { text: now - typed.current.at < 700 ? typed.current.text + key : key, at: now };
    const wanted = typed.current.text.toLowerCase();
    const later = [...rows.slice(at + 1), ...rows.slice(0, at + 1)];
    return later.find((row) => {
      if (row.kind === "group") return row.name.toLowerCase().startsWith(wanted);
      const region = editor.region(row.key);
      return (
        region !== null &&
        (coveredText(editor.ui, region) || nameOf(editor.ui, region)).toLowerCase().startsWith(wanted)
      );
    });
  };

  const act = (row: ListRow, key: string, at: number): boolean => {
    if (row.kind === "group") {
      const folds = key === "Enter" || key === " " || key === (row.folded ? "ArrowRight" : "ArrowLeft");
      const found = folds || key.length !== 1 ? undefined : typeAhead(key, at);
      if (folds) fold(row.name);
      else if (found !== undefined) focus(found);
      return folds || found !== undefined;
    }
    if (key === "Enter") editor.reveal(row.key);
    else if (key === " ") editor.session.selection.toggle(row.key);
    else if (key === "Delete" || key === "Backspace") editor.remove([...editor.session.selection.keys, row.key]);
    else return false;
    return true;
  };

  return (event: KeyboardEvent<HTMLDivElement>): void => {
    const target = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[role=treeitem]") : null;
    const at = rows.findIndex((row) => rowId(row) === target?.dataset["key"]);
    const row = rows[at];
    if (row === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = step === undefined ? { Home: rows[0], End: rows.at(-1) }[event.key] : rows[at + step];
    if (next !== undefined) focus(next);
    else if (step === undefined && !act(row, event.key, at)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

interface TreePlaceProps {
  readonly row: ListRow | undefined;
  readonly start: number;
  readonly isTabStop: boolean;
  readonly onFold: (name: string) => void;
  readonly onPick: (key: string, how: "only" | "toggle" | "range") => void;
}

/** One row at its place in the scrolled list. */
function TreePlace({ row, start, isTabStop, onFold, onPick }: TreePlaceProps) {
  if (row === undefined) return null;
  const tabIndex = isTabStop ? 0 : -1;
  return (
    <div role="presentation" className={styles.place} style={{ transform: `translateY(${start}px)` }}>
      {row.kind === "group" ? (
        <GroupHead row={row} tabIndex={tabIndex} onFold={() => onFold(row.name)} />
      ) : (
        <RegionListRow regionKey={row.key} tabIndex={tabIndex} level={2} onPick={onPick} />
      )}
    </div>
  );
}

/** The row that Tab leads to: the one last focused, else a selected one, else the first. */
function tabStopOf(
  rows: readonly ListRow[],
  focused: string | null,
  selected: ReadonlySet<string>,
): ListRow | undefined {
  const last = rows.find((row) => rowId(row) === focused);
  return last ?? rows.find((row) => row.kind === "region" && selected.has(row.key)) ?? rows[0];
}

function RegionTree({ rows, onFold }: { readonly rows: readonly ListRow[]; readonly onFold: (name: string) => void }) {
  const { editor } = useEditor();
  const { selection } = editor.session;
  const selected = useKeys(selection);
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === "group" ? GROUP : ROW),
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowId(row);
    },
    overscan: 10,
  });
  const order = regionOrder(rows);
  const tabStop = tabStopOf(rows, focused, selected);

  const pick = (key: string, how: "only" | "toggle" | "range"): void => {
    setFocused(key);
    if (how === "toggle") selection.toggle(key);
    else if (how === "range") selection.extendTo(key, order);
    else selection.select(key);
    if (how === "only") editor.reveal(key);
  };
  const focus = (row: ListRow): void => {
    virtual.scrollToIndex(rows.indexOf(row));
    setFocused(rowId(row));
    if (row.kind === "region") selection.select(row.key);
    const selector = `[data-key="${CSS.escape(rowId(row))}"]`;
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(selector)?.focus());
  };
  const onKeyDown = useTreeKeys(rows, focus, onFold);

  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={t("editor.regions")}
      aria-multiselectable="true"
      className={styles.tree}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles.canvas} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => (
          <TreePlace
            key={item.key}
            row={rows[item.index]}
            start={item.start}
            isTabStop={rows[item.index] === tabStop}
            onFold={onFold}
            onPick={pick}
          />
        ))}
      </div>
    </div>
  );
}

export function RegionList() {
  const { editor } = useEditor();
  const { hidden } = editor.session;
  const listed = useListed();
  const hiddenKeys = useKeys(hidden);
  const [filter, setFilter] = useState("");
  const [grouped, setGrouped] = useState(true);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => listRows(listed, { filter, grouped, folded }), [listed, filter, grouped, folded]);
  const allHidden = listed.length > 0 && listed.every(({ region }) => hiddenKeys.has(region.key));
  return (
    <>
      <div className={styles.tools}>
        <SearchInput
          className={styles.filter}
          size="small"
          placeholder={t("editor.filterRegions")}
          aria-label={t("editor.filterRegions")}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <IconButton
          icon="layers"
          label={t("editor.groupByLabel")}
          pressed={grouped}
          onClick={() => setGrouped(!grouped)}
        />
        <IconButton
          icon={allHidden ? "eyeOff" : "eye"}
          label={t(allHidden ? "editor.showAll" : "editor.hideAll")}
          onClick={() => hidden.replace(allHidden ? [] : listed.map(({ region }) => region.key))}
        />
      </div>
      {rows.length === 0 ? (
        <div className={classNames(styles.tree, styles.none)}>
          <Empty>{t(listed.length === 0 ? "editor.noRegions" : "editor.noMatch")}</Empty>
        </div>
      ) : (
        <RegionTree rows={rows} onFold={(name) => setFolded(toggled(folded, name))} />
      )}
    </>
  );
}
