import { useQuery } from "@tanstack/react-query";
import { Link, useMatches, useParams } from "@tanstack/react-router";
import { ApiError } from "../api/api-error";
import { projectOptions } from "../api/queries";
import { Count } from "../design/badges";
import { classNames } from "../design/class-names";
import { useMayOpen } from "../design/use-may-open";
import { formatNumber, t } from "../i18n/t";
import styles from "./top-bar.module.css";

/** Where the reader is, and inside a project the way to its other pages. */
export function Breadcrumb() {
  const page = useMatches({ select: (matches) => matches.at(-1) });
  const { projectId } = useParams({ strict: false });

  if (projectId !== undefined) return <ProjectCrumb projectId={projectId} />;
  // An address that is no page's at all, such as that of a project without a number, has no name of its own.
  const place = t(page?.staticData.name ?? "page.none");
  return (
    <nav className={styles.crumb} aria-label={t("app.breadcrumb")}>
      {page?.fullPath !== "/projects" && (
        <>
          <Link to="/projects">{t("page.projects")}</Link>
          <span className={styles.slash}>/</span>
        </>
      )}
      <span className={styles.here} aria-current="page">
        {place}
      </span>
    </nav>
  );
}

/** A project that is not there, or not for this reader, has no pages. */
function isMissing(error: Error | null): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 403);
}

function ProjectCrumb({ projectId }: { readonly projectId: number }) {
  const { data: project, error } = useQuery(projectOptions(projectId));
  const mayOpen = useMayOpen();
  return (
    <>
      <nav className={styles.crumb} aria-label={t("app.breadcrumb")}>
        <Link to="/projects">{t("page.projects")}</Link>
        <span className={styles.slash}>/</span>
        <Link
          to="/projects/$projectId/data"
          params={{ projectId }}
          className={classNames(styles.here, styles.cut)}
          title={project?.title}
        >
          {project === undefined ? t("app.project", { id: String(projectId) }) : project.title || t("app.untitled")}
        </Link>
      </nav>
      {!isMissing(error) && (
        <nav className={styles.tabs} aria-label={t("app.projectPages")}>
          <Link to="/projects/$projectId/data" params={{ projectId }}>
            {t("page.data")}
            {project !== undefined && <Count>{formatNumber(project.task_number)}</Count>}
          </Link>
          {mayOpen("/projects/$projectId/dashboard") && (
            <Link to="/projects/$projectId/dashboard" params={{ projectId }} search={{}}>
              {t("page.dashboard")}
            </Link>
          )}
          {mayOpen("/projects/$projectId/settings/{-$section}") && (
            <Link to="/projects/$projectId/settings/{-$section}" params={{ projectId, section: undefined }}>
              {t("page.settings")}
            </Link>
          )}
        </nav>
      )}
    </>
  );
}
