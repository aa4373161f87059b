import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { errorDetails } from "../../api/api-error";
import { getTask, type Task } from "../../api/tasks";
import { Kbd } from "../../design/badges";
import { Button } from "../../design/button";
import { Dialog } from "../../design/dialog";
import { ErrorBox } from "../../design/message";
import { Skeleton } from "../../design/progress";
import { t } from "../../i18n/t";
import { pictureUrl, statusOf } from "./columns";
import { type CellContext, Faces, Labels, Status } from "./task-cell";
import styles from "./task-preview.module.css";

interface TaskPreviewProps {
  readonly taskId: number;
  readonly cells: CellContext;
  /** Fields that hold pictures. */
  readonly pictures: ReadonlySet<string>;
  readonly onStep: (step: 1 | -1) => void;
  readonly onOpen: (taskId: number) => void;
  readonly onClose: () => void;
}

/** A task at a glance: its data and what is on it. Space or Escape close, arrows go on, Enter opens. */
export function TaskPreview({ taskId, cells, pictures, onStep, onOpen, onClose }: TaskPreviewProps) {
  const { data: task, error } = useQuery({
    queryKey: ["tasks", "one", taskId],
    queryFn: ({ signal }) => getTask(taskId, signal),
  });
  const content = useRef<HTMLDivElement>(null);
  // After the dialog has opened and given the focus to its close button: the keys belong to the content.
  useEffect(() => content.current?.focus({ preventScroll: true }), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLButtonElement && (event.key === " " || event.key === "Enter")) return;
    if (event.key === " ") onClose();
    else if (event.key === "Enter") onOpen(taskId);
    else if (event.key === "ArrowDown" || event.key === "ArrowRight") onStep(1);
    else if (event.key === "ArrowUp" || event.key === "ArrowLeft") onStep(-1);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog
      title={t("data.task", { id: String(taskId) })}
      size="wide"
      onClose={onClose}
      footer={
        <>
          <span className={styles.keys}>
            <Kbd>↑</Kbd> <Kbd>↓</Kbd> {t("data.keyNext")}
          </span>
          <Button kind="primary" onClick={() => onOpen(taskId)}>
            {t("data.openTask")}
          </Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: takes the keys of the dialog, which has the focus */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text must be scrollable by keys */}
      <div className={styles.content} tabIndex={0} ref={content} onKeyDown={onKeyDown}>
        {error !== null && <ErrorBox title={t("data.taskFailed")} details={errorDetails(error)} />}
        {task === undefined && error === null && <Skeleton height={160} />}
        {task !== undefined && <Content task={task} cells={cells} pictures={pictures} />}
      </div>
    </Dialog>
  );
}

interface ContentProps {
  readonly task: Task;
  readonly cells: CellContext;
  readonly pictures: ReadonlySet<string>;
}

function Content({ task, cells, pictures }: ContentProps) {
  const authors = [...new Set(task.annotations.map(({ completed_by }) => completed_by))];
  return (
    <>
      <div className={styles.facts}>
        <Status status={statusOf(task)} />
        <Labels task={task} colourOf={cells.colourOf} />
        <Faces ids={authors.filter((id) => typeof id === "number")} nameOf={cells.nameOf} />
        <span>{t("data.annotationCount", { count: task.total_annotations })}</span>
        <span>{t("data.predictionCount", { count: task.total_predictions })}</span>
      </div>
      <dl className={styles.data}>
        {Object.entries(task.data).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Value value={value} isPicture={pictures.has(name)} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Value({ value, isPicture }: { readonly value: unknown; readonly isPicture: boolean }) {
  const picture = isPicture ? pictureUrl(value) : undefined;
  if (picture !== undefined) return <img src={picture} alt={t("data.picture")} className={styles.picture} />;
  if (typeof value === "string") return <p className={styles.text}>{value}</p>;
  return <pre className={styles.json}>{JSON.stringify(value, undefined, 2)}</pre>;
}
