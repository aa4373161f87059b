// biome-ignore-all lint/a11y/useSemanticElements: rows outside the view do not exist, and a table of positioned rows is none to a reader without roles
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its active row

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import type { Task } from "../../api/tasks";
import { Checkbox } from "../../design/choice";
import { classNames } from "../../design/class-names";
import { Skeleton } from "../../design/progress";
import { t } from "../../i18n/t";
import { type TableColumn, widestColumn } from "./columns";
import { HeaderRow } from "./header-row";
import type { RowsProps } from "./rows-props";
import { isSelected, withTicks } from "./selection";
import { isAtEnd, pinnedPlaces, stuck, template, type Widths } from "./table-layout";
import { TaskCell } from "./task-cell";
import styles from "./task-table.module.css";
import { onRowKey } from "./use-rows";

interface TaskTableProps extends RowsProps {
  readonly columns: readonly TableColumn[];
  readonly pinned: readonly string[];
  readonly widths: Widths;
  readonly order: readonly string[];
  readonly onOrder: (order: readonly string[]) => void;
  readonly onWidth: (column: string, width: number) => void;
}

const ROW_PX = 36;
const rowId = (row: number): string => `task-row-${row}`;

/** All tasks of a view; only the rows in view exist. One tab stop, arrow keys move, Space previews, Enter opens. */
export function TaskTable(props: TaskTableProps) {
  const { rows, columns, pinned, widths, selection, onSelection, onView, onOpen, onPreview, cells } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [chosen, setActive] = useState(0);
  // Rows may have gone since one was chosen.
  const active = Math.min(chosen, Math.max(rows.total - 1, 0));
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
  const places = pinnedPlaces(columns, pinned, widths);
  const widest = pinned.length > 0 ? undefined : widestColumn(columns, rows.first);

  const at = (row: number, act: (task: Task) => void): void => {
    const task = rows.at(row);
    if (task !== undefined) act(task);
  };
  const tick = (task: Task): void => onSelection(withTicks(selection, [task.id], !isSelected(selection, task.id)));

  return (
    <div ref={scroller} className={styles.scroller}>
      <div
        role="grid"
        tabIndex={0}
        aria-label={t("data.tasks")}
        aria-rowcount={rows.total + 1}
        aria-multiselectable="true"
        aria-activedescendant={rowId(active)}
        className={styles.grid}
        style={{ "--columns": template(columns, widest, widths) }}
        onKeyDown={(event) =>
          onRowKey(event, {
            active,
            last: rows.total - 1,
            across: 1,
            onMove: (row) => {
              setActive(row);
              virtual.scrollToIndex(row, { align: "auto" });
            },
            onOpen: (row) => at(row, (task) => onOpen(task.id)),
            onPreview: (row) => at(row, (task) => onPreview(task.id)),
            onTick: (row) => at(row, tick),
          })
        }
      >
        <HeaderRow {...props} places={places} />
        <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => (
            <Row
              key={item.key}
              row={item.index}
              top={item.start}
              isActive={item.index === active}
              task={rows.at(item.index)}
              places={places}
              table={props}
              onTick={tick}
              onClick={(task) => {
                setActive(item.index);
                onOpen(task.id);
              }}
              cells={cells}
            />
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
  readonly task: Task | undefined;
  readonly places: Readonly<Record<string, number>>;
  readonly table: TaskTableProps;
  readonly cells: RowsProps["cells"];
  readonly onTick: (task: Task) => void;
  readonly onClick: (task: Task) => void;
}

function Row({ row, top, isActive, task, places, table, cells, onTick, onClick }: RowProps) {
  const ticked = task !== undefined && isSelected(table.selection, task.id);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself takes the keys
    <div
      role="row"
      id={rowId(row)}
      aria-rowindex={row + 2}
      aria-selected={ticked}
      data-active={isActive || undefined}
      className={styles.row}
      style={{ translate: `0 ${top}px` }}
      onClick={() => task !== undefined && onClick(task)}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keeps a click beside the box from opening the task */}
      <div role="gridcell" className={styles.tick} style={stuck(0)} onClick={(event) => event.stopPropagation()}>
        <Checkbox
          tabIndex={-1}
          aria-label={t("data.tick", { id: String(task?.id ?? row + 1) })}
          checked={ticked}
          disabled={task === undefined}
          onChange={() => task !== undefined && onTick(task)}
        />
      </div>
      {table.columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          className={classNames(
            styles.cell,
            isAtEnd(column) && styles.end,
            places[column.id] !== undefined && styles.pinned,
          )}
          style={stuck(places[column.id])}
        >
          {task === undefined ? <Skeleton width="60%" /> : <TaskCell task={task} column={column} {...cells} />}
        </div>
      ))}
    </div>
  );
}
