import { Link } from "@tanstack/react-router";
import type { Project } from "../../api/projects";
import { Tag } from "../../design/badges";
import { Icon } from "../../design/icon";
import { Progress } from "../../design/progress";
import { formatAgo, formatExact } from "../../i18n/dates";
import { t } from "../../i18n/t";
import { mediumIcon } from "./medium";
import { doneShare, percent } from "./progress";
import styles from "./projects-page.module.css";

/** One project: what it is, how far it is, when somebody last worked on it. */
export function ProjectCard({ project }: { readonly project: Project }) {
  const { id, title, description, task_number: total, finished_task_number: done } = project;
  const name = title || t("app.untitled");
  const share = doneShare(project);
  return (
    <article className={styles.card}>
      <div className={styles.head}>
        <Icon name={mediumIcon(project)} className={styles.medium} />
        <h3 className={styles.name}>
          <Link to="/projects/$projectId/data" params={{ projectId: id }} className={styles.open}>
            {name}
          </Link>
        </h3>
        {project.pinned_at !== null && <Icon name="pin" className={styles.pin} />}
      </div>
      <p className={styles.description}>{description || " "}</p>
      <div className={styles.progress}>
        <div className={styles.figures}>
          <span className={styles.percent}>{percent(share)}</span>
          <span className={styles.muted}>{t("projects.doneOf", { done, total })}</span>
          <span className={styles.grow} />
          {total > 0 && done >= total && (
            <Tag kind="ok" icon="check">
              {t("projects.complete")}
            </Tag>
          )}
        </div>
        <Progress label={t("projects.progressOf", { name })} value={share} />
      </div>
      <p className={styles.activity} title={formatExact(project.updated_at)}>
        {project.total_annotations_number === 0
          ? t("projects.notStarted")
          : t("projects.active", { when: formatAgo(project.updated_at) })}
      </p>
    </article>
  );
}
