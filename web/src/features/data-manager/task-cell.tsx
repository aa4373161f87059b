import type { CSSProperties } from "react";
import type { Task } from "../../api/tasks";
import { Avatar, Tag } from "../../design/badges";
import { formatAgo, formatExact } from "../../i18n/dates";
import { formatNumber, t } from "../../i18n/t";
import "../../i18n/team";
import {
  cellText,
  labelsOf,
  pictureUrl,
  reviewOf,
  statusOf,
  type TableColumn,
  type TaskStatus,
  valueIn,
} from "./columns";
import styles from "./task-cell.module.css";

const MOST_FACES = 3;
const MOST_LABELS = 3;
const NOTHING = "–";

export interface CellContext {
  readonly nameOf: (userId: number) => string;
  /** The colour of a label, as the editor gives it. */
  readonly colourOf: (label: string) => string | undefined;
}

interface TaskCellProps extends CellContext {
  readonly task: Task;
  readonly column: TableColumn;
}

const Nothing = () => <span className={styles.quiet}>{NOTHING}</span>;

export function Status({ status }: { readonly status: TaskStatus }) {
  if (status === "done") return <Tag kind="ok">{t("data.done")}</Tag>;
  if (status === "begun") return <Tag kind="info">{t("data.begun")}</Tag>;
  if (status === "skipped") return <Tag kind="warn">{t("data.skipped")}</Tag>;
  return <span className={styles.quiet}>{t("data.todo")}</span>;
}

export function Faces({ ids, nameOf }: { readonly ids: readonly number[]; readonly nameOf: (id: number) => string }) {
  if (ids.length === 0) return <Nothing />;
  return (
    <span className={styles.faces}>
      {ids.slice(0, MOST_FACES).map((id) => (
        <Avatar key={id} name={nameOf(id)} size="small" />
      ))}
      {ids.length > MOST_FACES && <span className={styles.quiet}>+{ids.length - MOST_FACES}</span>}
    </span>
  );
}

export function Labels({ task, colourOf }: { readonly task: Task; readonly colourOf: CellContext["colourOf"] }) {
  const labels = labelsOf(task);
  if (labels.length === 0) return <Nothing />;
  return (
    <span className={styles.labels}>
      {labels.slice(0, MOST_LABELS).map((label) => {
        const colour = colourOf(label);
        const style: CSSProperties = colour === undefined ? {} : { "--label": colour };
        return (
          <span key={label} className={styles.label} style={style}>
            {label}
          </span>
        );
      })}
      {labels.length > MOST_LABELS && <span className={styles.quiet}>+{labels.length - MOST_LABELS}</span>}
    </span>
  );
}

function numberIn(task: Task, column: string): number | null {
  const value = valueIn(task, column);
  return typeof value === "number" ? value : null;
}

function Score({ score }: { readonly score: number | null }) {
  if (score === null) return <Nothing />;
  return (
    <span className={styles.score}>
      <span className={styles.track} style={{ "--share": Math.min(Math.max(score, 0), 1) }} aria-hidden="true" />
      {score.toFixed(2)}
    </span>
  );
}

function Ago({ value }: { readonly value: unknown }) {
  return typeof value === "string" ? (
    <span className={styles.quiet} title={formatExact(value)}>
      {formatAgo(value)}
    </span>
  ) : (
    <Nothing />
  );
}

function Plain({ value }: { readonly value: unknown }) {
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return t(value ? "data.yes" : "data.no");
  const text = cellText(value);
  return text === "" ? <Nothing /> : text;
}

function Data({ task, column }: { readonly task: Task; readonly column: TableColumn }) {
  const value = valueIn(task, column.id);
  const picture = column.tag === "Image" ? pictureUrl(value) : undefined;
  if (picture === undefined) return <Plain value={value} />;
  return (
    <span className={styles.thumbed}>
      <img src={picture} alt="" loading="lazy" decoding="async" className={styles.thumb} />
      <span className={styles.path}>{cellText(value).split("/").at(-1)}</span>
    </span>
  );
}

function peopleOf(task: Task, column: string): readonly number[] {
  if (column === "updated_by") return task.updated_by.map(({ user_id }) => user_id);
  const ids = task[column];
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "number") : [];
}

function Reviewed({ task }: { readonly task: Task }) {
  switch (reviewOf(task)) {
    case "accepted":
      return <Tag kind="ok">{t("team.reviewed.accepted")}</Tag>;
    case "waiting":
      return <Tag kind="info">{t("team.reviewed.waiting")}</Tag>;
    case "rejected":
      return <Tag kind="warn">{t("team.reviewed.rejected")}</Tag>;
    default:
      return <Nothing />;
  }
}

/** How many comments there are, and how many nobody has resolved. */
function Comments({ task }: { readonly task: Task }) {
  const count = Number(task["comment_count"] ?? 0);
  const open = Number(task["unresolved_comment_count"] ?? 0);
  if (count === 0) return <Nothing />;
  if (open === 0) return formatNumber(count);
  return <span>{t("team.comments", { number: count, count: open })}</span>;
}

/** What a task shows in a column. */
export function TaskCell({ task, column, nameOf, colourOf }: TaskCellProps) {
  switch (column.kind) {
    case "id":
      return <span className={styles.id}>{task.id}</span>;
    case "data":
      return <Data task={task} column={column} />;
    case "labels":
      return <Labels task={task} colourOf={colourOf} />;
    case "status":
      return <Status status={statusOf(task)} />;
    case "people":
      return <Faces ids={peopleOf(task, column.id)} nameOf={nameOf} />;
    case "score":
      return <Score score={numberIn(task, column.id)} />;
    case "reviewed":
      return <Reviewed task={task} />;
    case "comments":
      return <Comments task={task} />;
    case "ago":
      return isUntouched(task, column.id) ? <Nothing /> : <Ago value={valueIn(task, column.id)} />;
    case "number":
      return valueIn(task, column.id) === 0 ? <Nothing /> : <Plain value={valueIn(task, column.id)} />;
    default:
      return <Plain value={valueIn(task, column.id)} />;
  }
}

/** "Updated" says when somebody worked on the task; its import is no update. */
function isUntouched(task: Task, column: string): boolean {
  return column === "updated_at" && task.total_annotations === 0 && task.cancelled_annotations === 0;
}
