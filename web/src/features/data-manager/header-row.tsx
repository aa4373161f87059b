// biome-ignore-all lint/a11y/useSemanticElements: the heads of positioned rows
// biome-ignore-all lint/a11y/useFocusableInteractive: the buttons in the heads take the focus

import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from "react";
import { Checkbox } from "../../design/choice";
import { classNames } from "../../design/class-names";
import { Icon } from "../../design/icon";
import { t } from "../../i18n/t";
import type { TableColumn } from "./columns";
import { parseOrder, toggled } from "./ordering";
import { ALL_SELECTED, countSelected, NOTHING_SELECTED, type Selection } from "./selection";
import { isAtEnd, stuck } from "./table-layout";
import styles from "./task-table.module.css";
import type { TaskRows } from "./use-task-pages";

interface HeaderRowProps {
  readonly rows: TaskRows;
  readonly columns: readonly TableColumn[];
  readonly places: Readonly<Record<string, number>>;
  readonly order: readonly string[];
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  readonly onOrder: (order: readonly string[]) => void;
  readonly onWidth: (column: string, width: number) => void;
}

const LEAST_PX = 56;
const MOST_PX = 1200;
const STEP_PX = 16;

const SORTED = { none: "none", up: "ascending", down: "descending" } as const;

function sortOf(order: readonly string[], column: string): keyof typeof SORTED {
  const found = order.map(parseOrder).find((entry) => entry.column === column);
  if (found === undefined) return "none";
  return found.descending ? "down" : "up";
}

/** Heads sort by a click (Shift adds a column) and are resized at their end. */
export function HeaderRow(props: HeaderRowProps) {
  const { rows, columns, places, order, selection, onSelection, onOrder, onWidth } = props;
  const count = countSelected(selection, rows.total);
  return (
    <div role="rowgroup" className={styles.header}>
      <div role="row" aria-rowindex={1} className={styles.heads}>
        <div role="columnheader" className={styles.tick} style={stuck(0)}>
          <TickAll
            isAll={rows.total > 0 && count === rows.total}
            isSome={count > 0}
            onChange={(on) => onSelection(on ? ALL_SELECTED : NOTHING_SELECTED)}
          />
        </div>
        {columns.map((column) => {
          const sort = sortOf(order, column.id);
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-sort={SORTED[sort]}
              className={classNames(
                styles.head,
                isAtEnd(column) && styles.end,
                places[column.id] !== undefined && styles.pinned,
              )}
              style={stuck(places[column.id])}
            >
              <button
                type="button"
                className={styles.sort}
                title={t("data.sortBy", { column: column.title })}
                onClick={(event) => onOrder(toggled(order, column.id, event.shiftKey))}
              >
                <span className={styles.title}>{column.title}</span>
                {sort !== "none" && <Icon name={sort === "down" ? "chevronDown" : "chevronUp"} />}
              </button>
              <Resizer column={column} onWidth={onWidth} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface TickAllProps {
  readonly isAll: boolean;
  readonly isSome: boolean;
  readonly onChange: (on: boolean) => void;
}

function TickAll({ isAll, isSome, onChange }: TickAllProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = isSome && !isAll;
  }, [isAll, isSome]);
  return (
    <Checkbox
      ref={box}
      aria-label={t("data.tickAll")}
      checked={isAll}
      onChange={({ target }) => onChange(target.checked)}
    />
  );
}

interface ResizerProps {
  readonly column: TableColumn;
  readonly onWidth: (column: string, width: number) => void;
}

const clamped = (width: number): number => Math.round(Math.min(Math.max(width, LEAST_PX), MOST_PX));

/** The end of a head: dragged, or moved with the arrow keys. */
function Resizer({ column, onWidth }: ResizerProps) {
  const start = useRef<{ readonly x: number; readonly width: number }>(undefined);
  const widthOf = (element: Element): number => element.parentElement?.getBoundingClientRect().width ?? column.width;

  const onPointerDown = (event: PointerEvent<HTMLButtonElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width: widthOf(event.currentTarget) };
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (start.current !== undefined) onWidth(column.id, clamped(start.current.width + event.clientX - start.current.x));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>): void => {
    const step = event.key === "ArrowRight" ? STEP_PX : event.key === "ArrowLeft" ? -STEP_PX : 0;
    if (step === 0) return;
    event.preventDefault();
    onWidth(column.id, clamped(widthOf(event.currentTarget) + step));
  };
  const stop = (): void => {
    start.current = undefined;
  };

  return (
    <button
      type="button"
      className={styles.resizer}
      aria-label={t("data.resize", { column: column.title })}
      title={t("data.resizeHint")}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={stop}
      onPointerCancel={stop}
      onKeyDown={onKeyDown}
    />
  );
}
