// biome-ignore-all lint/a11y/useSemanticElements: rows outside the view do not exist, and a table of positioned rows is none to a reader without roles
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its active row

import type { Task } from "../../api/tasks";
import { Avatar, Tag } from "../../design/badges";
import { Skeleton } from "../../design/progress";
import { formatAgo, formatExact } from "../../i18n/dates";
import { formatNumber, t } from "../../i18n/t";
import { cellText, statusOf, type TaskStatus } from "./columns";
import styles from "./task-table.module.css";

const MOST_FACES = 3;
const NOTHING = "–";

interface TaskRowProps {
  readonly task: Task | undefined;
  readonly columns: readonly string[];
  readonly nameOf: (userId: number) => string;
}

function Status({ status }: { readonly status: TaskStatus }) {
  if (status === "done") return <Tag kind="ok">{t("data.done")}</Tag>;
  if (status === "begun") return <Tag kind="info">{t("data.begun")}</Tag>;
  if (status === "skipped") return <Tag kind="warn">{t("data.skipped")}</Tag>;
  return <span className={styles.quiet}>{t("data.todo")}</span>;
}

function Faces({ ids, nameOf }: { readonly ids: readonly number[]; readonly nameOf: (userId: number) => string }) {
  if (ids.length === 0) return <span className={styles.quiet}>{NOTHING}</span>;
  return (
    <span className={styles.faces}>
      {ids.slice(0, MOST_FACES).map((id) => (
        <Avatar key={id} name={nameOf(id)} size="small" />
      ))}
      {ids.length > MOST_FACES && <span className={styles.quiet}>+{ids.length - MOST_FACES}</span>}
    </span>
  );
}

/** The cells of one task; placeholders of the same size until it is here. */
export function TaskCells({ task, columns, nameOf }: TaskRowProps) {
  if (task === undefined) {
    return (
      <>
        {[
          t("data.id"),
          ...columns,
          t("data.status"),
          t("data.annotators"),
          t("data.predictions"),
          t("data.updated"),
        ].map((name) => (
          <div key={name} role="gridcell" className={styles.cell}>
            <Skeleton width="60%" />
          </div>
        ))}
      </>
    );
  }
  const begun = task.total_annotations > 0 || task.cancelled_annotations > 0;
  return (
    <>
      <div role="gridcell" className={styles.id}>
        {task.id}
      </div>
      {columns.map((column) => (
        <div key={column} role="gridcell" className={styles.cell} title={cellText(task.data[column])}>
          {cellText(task.data[column])}
        </div>
      ))}
      <div role="gridcell" className={styles.cell}>
        <Status status={statusOf(task)} />
      </div>
      <div role="gridcell" className={styles.cell}>
        <Faces ids={task.annotators} nameOf={nameOf} />
      </div>
      <div role="gridcell" className={styles.number}>
        {task.total_predictions === 0 ? (
          <span className={styles.quiet}>{NOTHING}</span>
        ) : (
          formatNumber(task.total_predictions)
        )}
      </div>
      <div role="gridcell" className={styles.number} title={formatExact(task.updated_at)}>
        {begun ? formatAgo(task.updated_at) : <span className={styles.quiet}>{NOTHING}</span>}
      </div>
    </>
  );
}
