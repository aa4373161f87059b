import { Link } from "@tanstack/react-router";
import type { Project } from "../../api/projects";
import { Icon } from "../../design/icon";
import { Progress } from "../../design/progress";
import { numberCell, Table } from "../../design/table";
import { formatAgo, formatExact } from "../../i18n/dates";
import { formatNumber, t } from "../../i18n/t";
import { mediumIcon } from "./medium";
import { doneShare, percent } from "./progress";
import styles from "./projects-page.module.css";

/** The same projects as rows, for long lists. */
export function ProjectTable({ projects }: { readonly projects: readonly Project[] }) {
  return (
    <div className={styles.tableFrame}>
      <Table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("app.name")}</th>
            <th scope="col">{t("projects.progress")}</th>
            <th scope="col" className={numberCell}>
              {t("projects.tasksHead")}
            </th>
            <th scope="col" className={numberCell}>
              {t("projects.annotationsHead")}
            </th>
            <th scope="col" className={numberCell}>
              {t("projects.updatedHead")}
            </th>
          </tr>
        </thead>
        <tbody>
          {projects.map((project) => (
            <ProjectRow key={project.id} project={project} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function ProjectRow({ project }: { readonly project: Project }) {
  const name = project.title || t("app.untitled");
  const share = doneShare(project);
  return (
    <tr>
      <td>
        <span className={styles.nameCell}>
          <Icon name={mediumIcon(project)} className={styles.medium} />
          <Link to="/projects/$projectId/data" params={{ projectId: project.id }} className={styles.rowLink}>
            {name}
          </Link>
        </span>
      </td>
      <td>
        <span className={styles.progressCell}>
          <span className={styles.percent}>{percent(share)}</span>
          <Progress label={t("projects.progressOf", { name })} value={share} />
        </span>
      </td>
      <td className={numberCell}>{formatNumber(project.task_number)}</td>
      <td className={numberCell}>{formatNumber(project.total_annotations_number)}</td>
      <td className={numberCell} title={formatExact(project.updated_at)}>
        {formatAgo(project.updated_at)}
      </td>
    </tr>
  );
}
