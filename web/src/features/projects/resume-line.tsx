import { queryOptions, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { type LastTask, recallTask } from "../../api/last-task";
import { projectKeys, projectOptions, sessionOptions } from "../../api/queries";
import { listDrafts } from "../../api/tasks";
import { Kbd } from "../../design/badges";
import { buttonClass } from "../../design/button";
import { Icon } from "../../design/icon";
import { formatAgo, formatExact } from "../../i18n/dates";
import { t } from "../../i18n/t";
import { mediumIcon } from "./medium";
import styles from "./resume-line.module.css";

const draftsOptions = ({ project, task }: LastTask) =>
  queryOptions({
    queryKey: [...projectKeys.tasks(project), task, "drafts"],
    queryFn: ({ signal }) => listDrafts(task, signal),
    // Whoever comes from the label page has just changed it.
    staleTime: 0,
  });

/** Where the reader left off in this browser, and the way back there; nothing once that is finished or gone. */
export function ResumeLine() {
  const { data: session } = useQuery(sessionOptions);
  const user = session?.user?.id;
  const [last] = useState(() => (user === undefined ? null : recallTask(user)));
  return last === null ? null : <Line last={last} />;
}

function Line({ last }: { readonly last: LastTask }) {
  const { data: project } = useQuery(projectOptions(last.project));
  const { data: drafts } = useQuery(draftsOptions(last));
  // One that was emptied again is nothing to go back to.
  const draft = drafts?.find(({ result }) => result.length > 0);
  if (project === undefined || drafts === undefined || (draft === undefined && project.queue_left === 0)) return null;
  const at = draft?.updated_at ?? last.at;
  return (
    <section className={styles.line} aria-label={t("projects.resume")}>
      <Icon name={mediumIcon(project)} />
      <p className={styles.words} title={formatExact(at)}>
        <strong>{project.title || t("app.untitled")}</strong>
        {", "}
        {draft === undefined
          ? t("projects.resumeQueue", { count: project.queue_left, ago: formatAgo(at) })
          : t("projects.resumeDraft", {
              // Numbers of deleted tasks are not given anew: one may be greater than what is left.
              place: t(last.number > project.task_number ? "projects.resumeTask" : "projects.resumePlace", {
                number: last.number,
                total: project.task_number,
              }),
              ago: formatAgo(at),
              count: draft.result.length,
            })}
      </p>
      <Continue project={last.project} task={draft === undefined ? undefined : last.task} />
    </section>
  );
}

interface ContinueProps {
  readonly project: number;
  /** The task with unfinished work; without one the queue goes on. */
  readonly task: number | undefined;
}

/** By press, and by Enter as long as nothing on the page has the focus. */
function Continue({ project, task }: ContinueProps) {
  const navigate = useNavigate();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isFree =
        event.target === document.body || (event.target instanceof Element && event.target.matches("main"));
      if (event.key !== "Enter" || !isFree || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      event.preventDefault();
      void navigate({ to: "/projects/$projectId/label", params: { projectId: project }, search: { task } });
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [navigate, project, task]);
  return (
    <Link
      to="/projects/$projectId/label"
      params={{ projectId: project }}
      search={{ task }}
      className={buttonClass({}, styles.go)}
    >
      {t("projects.continue")}
      <Kbd>↵</Kbd>
    </Link>
  );
}
