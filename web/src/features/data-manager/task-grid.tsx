// biome-ignore-all lint/a11y/useSemanticElements: cards outside the view do not exist
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its active card

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import type { Task } from "../../api/tasks";
import { Checkbox } from "../../design/choice";
import { formatNumber, t } from "../../i18n/t";
import { cellText, pictureUrl, statusOf, type TableColumn, valueIn } from "./columns";
import type { RowsProps } from "./rows-props";
import { isSelected, withTicks } from "./selection";
import { Faces, Status } from "./task-cell";
import styles from "./task-grid.module.css";
import { onRowKey } from "./use-rows";

interface TaskGridProps extends RowsProps {
  /** The field that is shown large: a picture, or else text. */
  readonly subject: TableColumn | undefined;
}

const CARD_PX = 212;
const GAP_PX = 12;
const HEIGHT_PX = 194;

const cardId = (row: number): string => `task-card-${row}`;

/** How many cards fit beside each other. */
function useAcross(element: React.RefObject<HTMLElement | null>): number {
  const [across, setAcross] = useState(4);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0;
      setAcross(Math.max(1, Math.floor((width + GAP_PX) / (CARD_PX + GAP_PX))));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return across;
}

/** Tasks as cards with their picture; only the rows of cards in view exist. */
export function TaskGrid(props: TaskGridProps) {
  const { rows, selection, onSelection, onView, onOpen, onPreview } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const across = useAcross(scroller);
  const [chosen, setActive] = useState(0);
  // Rows may have gone since one was chosen.
  const active = Math.min(chosen, Math.max(rows.total - 1, 0));
  const virtual = useVirtualizer({
    count: Math.ceil(rows.total / across),
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT_PX + GAP_PX,
    overscan: 3,
  });
  const lines = virtual.getVirtualItems();
  const from = (lines[0]?.index ?? 0) * across;
  const to = ((lines.at(-1)?.index ?? 0) + 1) * across - 1;
  useEffect(() => onView(from, to), [from, to, onView]);

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
        aria-multiselectable="true"
        aria-activedescendant={cardId(active)}
        className={styles.body}
        style={{ height: virtual.getTotalSize(), "--across": across }}
        onKeyDown={(event) =>
          onRowKey(event, {
            active,
            last: rows.total - 1,
            across,
            onMove: (row) => {
              setActive(row);
              virtual.scrollToIndex(Math.floor(row / across), { align: "auto" });
            },
            onOpen: (row) => at(row, (task) => onOpen(task.id)),
            onPreview: (row) => at(row, (task) => onPreview(task.id)),
            onTick: (row) => at(row, tick),
          })
        }
      >
        {lines.map((line) => (
          <div key={line.key} role="row" className={styles.line} style={{ translate: `0 ${line.start}px` }}>
            {Array.from({ length: Math.min(across, rows.total - line.index * across) }, (_, index) => {
              const row = line.index * across + index;
              return (
                <Card
                  key={row}
                  row={row}
                  task={rows.at(row)}
                  isActive={row === active}
                  grid={props}
                  onTick={tick}
                  onOpen={(task) => {
                    setActive(row);
                    onOpen(task.id);
                  }}
                />
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

interface CardProps {
  readonly row: number;
  readonly task: Task | undefined;
  readonly isActive: boolean;
  readonly grid: TaskGridProps;
  readonly onTick: (task: Task) => void;
  readonly onOpen: (task: Task) => void;
}

function Card({ row, task, isActive, grid, onTick, onOpen }: CardProps) {
  if (task === undefined) return <div role="gridcell" id={cardId(row)} className={styles.blank} />;
  const ticked = isSelected(grid.selection, task.id);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself takes the keys
    <div
      role="gridcell"
      id={cardId(row)}
      aria-selected={ticked}
      aria-label={t("data.task", { id: String(task.id) })}
      data-active={isActive || undefined}
      className={styles.card}
      onClick={() => onOpen(task)}
    >
      <Subject task={task} column={grid.subject} />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keeps a click beside the box from opening the task */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: as above */}
      <span className={styles.tick} onClick={(event) => event.stopPropagation()}>
        <Checkbox
          tabIndex={-1}
          aria-label={t("data.tick", { id: String(task.id) })}
          checked={ticked}
          onChange={() => onTick(task)}
        />
      </span>
      <div className={styles.foot}>
        <span className={styles.id}>{task.id}</span>
        <span className={styles.regions}>{regionsOf(task)}</span>
        <Status status={statusOf(task)} />
        {task.annotators.length > 0 && <Faces ids={task.annotators} nameOf={grid.cells.nameOf} />}
      </div>
    </div>
  );
}

function Subject({ task, column }: { readonly task: Task; readonly column: TableColumn | undefined }) {
  const value = column === undefined ? undefined : valueIn(task, column.id);
  const picture = column?.tag === "Image" ? pictureUrl(value) : undefined;
  if (picture !== undefined) {
    return <img src={picture} alt="" loading="lazy" decoding="async" className={styles.picture} />;
  }
  return <p className={styles.text}>{cellText(value)}</p>;
}

function regionsOf(task: Task): string {
  const count = (works: Task["annotations"]): number => works.reduce((sum, { result }) => sum + result.length, 0);
  const made = count(task.annotations);
  if (made > 0) return t("data.regions", { count: made });
  const predicted = count(task.predictions);
  return predicted > 0 ? t("data.predicted", { number: formatNumber(predicted) }) : "";
}
