// biome-ignore-all lint/a11y/useSemanticElements: rows outside the view do not exist, and a table of positioned rows is none to a reader without roles
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its active row

import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { errorDetails } from "../../api/api-error";
import { Button } from "../../design/button";
import { ErrorBox } from "../../design/message";
import { t } from "../../i18n/t";
import { dataColumns, widestColumn } from "./columns";
import { TaskCells } from "./task-row";
import styles from "./task-table.module.css";
import type { TaskRows } from "./use-task-pages";

interface TaskTableProps {
  readonly rows: TaskRows;
  readonly nameOf: (userId: number) => string;
  readonly onView: (from: number, to: number) => void;
  readonly onOpen: (taskId: number) => void;
}

const ROW_PX = 36;
const PAGE_STEP = 20;

const STEPS: Readonly<Record<string, (row: number, last: number) => number>> = {
  ArrowDown: (row) => row + 1,
  ArrowUp: (row) => row - 1,
  PageDown: (row) => row + PAGE_STEP,
  PageUp: (row) => row - PAGE_STEP,
  Home: () => 0,
  End: (_, last) => last,
};

/** The row a key leads to; undefined for other keys. */
function rowAfter(event: KeyboardEvent, row: number, last: number): number | undefined {
  const step = STEPS[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  return Math.min(Math.max(step(row, last), 0), last);
}

/** First the narrow number, then the data, of which the longest takes what is left, then what is known about the task. */
function template(columns: readonly string[], widest: string | undefined): string {
  const data = columns.map((column) => (column === widest ? "minmax(160px, 1fr)" : "minmax(80px, 140px)"));
  return `84px ${data.join(" ")} 104px 104px 96px 120px`;
}

const rowId = (row: number): string => `task-row-${row}`;

/** All tasks of a project; only the rows in view exist. One tab stop, arrow keys move, Enter opens. */
export function TaskTable({ rows, nameOf, onView, onOpen }: TaskTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const columns = dataColumns(rows.first);
  const virtual = useVirtualizer({
    count: rows.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 0;
  useEffect(() => onView(from, to), [from, to, onView]);

  const open = (row: number): void => {
    const task = rows.at(row);
    if (task !== undefined) onOpen(task.id);
  };

  const choose = (row: number): void => {
    setActive(row);
    open(row);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") open(active);
    const next = rowAfter(event, active, rows.total - 1);
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
    virtual.scrollToIndex(next, { align: "auto" });
  };

  return (
    <div ref={scroller} className={styles.scroller}>
      {rows.error !== undefined && rows.error !== null && <LoadFailed rows={rows} />}
      <div
        role="grid"
        tabIndex={0}
        aria-label={t("data.tasks")}
        aria-rowcount={rows.total + 1}
        aria-activedescendant={rowId(active)}
        className={styles.grid}
        style={{ "--columns": template(columns, widestColumn(columns, rows.first)) }}
        onKeyDown={onKeyDown}
      >
        <HeaderRow columns={columns} />
        <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => (
            <Row key={item.key} row={item.index} top={item.start} isActive={item.index === active} onClick={choose}>
              <TaskCells task={rows.at(item.index)} columns={columns} nameOf={nameOf} />
            </Row>
          ))}
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  readonly row: number;
  /** Distance from the first row, in pixels. */
  readonly top: number;
  readonly isActive: boolean;
  readonly onClick: (row: number) => void;
  readonly children: ReactNode;
}

function Row({ row, top, isActive, onClick, children }: RowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself takes the keys
    <div
      role="row"
      id={rowId(row)}
      aria-rowindex={row + 2}
      aria-selected={isActive}
      className={styles.row}
      style={{ translate: `0 ${top}px` }}
      onClick={() => onClick(row)}
    >
      {children}
    </div>
  );
}

function LoadFailed({ rows }: { readonly rows: TaskRows }) {
  return (
    <div className={styles.failure}>
      <ErrorBox
        title={t("data.loadFailed")}
        details={errorDetails(rows.error)}
        actions={
          <Button size="small" onClick={rows.retry}>
            {t("app.tryAgain")}
          </Button>
        }
      />
    </div>
  );
}

function HeaderRow({ columns }: { readonly columns: readonly string[] }) {
  const heads = [
    { name: t("data.id"), number: false },
    ...columns.map((name) => ({ name, number: false })),
    { name: t("data.status"), number: false },
    { name: t("data.annotators"), number: false },
    { name: t("data.predictions"), number: true },
    { name: t("data.updated"), number: true },
  ];
  return (
    <div role="rowgroup" className={styles.header}>
      <div role="row" aria-rowindex={1} className={styles.heads}>
        {heads.map(({ name, number }, index) => (
          <div
            key={`${name}-${index < 1 ? "id" : "column"}`}
            role="columnheader"
            className={number ? styles.headNumber : styles.head}
          >
            {name}
          </div>
        ))}
      </div>
    </div>
  );
}
