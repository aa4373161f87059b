import { useQuery } from "@tanstack/react-query";
import { Link, useLocation, useParams } from "@tanstack/react-router";
import { ApiError } from "../api/api-error";
import { projectOptions, sessionOptions } from "../api/queries";
import { may } from "../api/session";
import { Count } from "../design/badges";
import { classNames } from "../design/class-names";
import { formatNumber, t } from "../i18n/t";
import styles from "./top-bar.module.css";

/** The page's own name, for pages outside a project. */
function placeName(pathname: string): string | undefined {
  if (pathname.startsWith("/projects/new")) return t("projects.new");
  if (pathname.startsWith("/people")) return t("people.title");
  if (pathname.startsWith("/organization/webhooks")) return t("settings.webhooks");
  if (pathname.startsWith("/user/account")) return t("people.accountTitle");
  return pathname === "/projects" ? undefined : t("app.noPageTitle");
}

/** Where the reader is, and inside a project the way to its other pages. */
export function Breadcrumb() {
  const pathname = useLocation({ select: (location) => location.pathname });
  const { projectId } = useParams({ strict: false });
  const place = placeName(pathname);

  if (projectId !== undefined) return <ProjectCrumb projectId={projectId} />;
  return (
    <nav className={styles.crumb} aria-label={t("app.breadcrumb")}>
      {place === undefined ? (
        <span className={styles.here} aria-current="page">
          {t("projects.title")}
        </span>
      ) : (
        <>
          <Link to="/projects">{t("projects.title")}</Link>
          <span className={styles.slash}>/</span>
          <span className={styles.here} aria-current="page">
            {place}
          </span>
        </>
      )}
    </nav>
  );
}

/** A project that is not there, or not for this reader, has no pages. */
function isMissing(error: Error | null): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 403);
}

function ProjectCrumb({ projectId }: { readonly projectId: number }) {
  const { data: project, error } = useQuery(projectOptions(projectId));
  const { data: session } = useQuery(sessionOptions);
  const seesAll = session !== undefined && may(session, "annotations.see_all");
  const mayManage = session !== undefined && may(session, "project.manage");
  return (
    <>
      <nav className={styles.crumb} aria-label={t("app.breadcrumb")}>
        <Link to="/projects">{t("projects.title")}</Link>
        <span className={styles.slash}>/</span>
        <Link
          to="/projects/$projectId/data"
          params={{ projectId }}
          className={classNames(styles.here, styles.cut)}
          title={project?.title}
        >
          {project === undefined
            ? t("projects.project", { id: String(projectId) })
            : project.title || t("projects.untitled")}
        </Link>
      </nav>
      {!isMissing(error) && (
        <nav className={styles.tabs} aria-label={t("app.projectPages")}>
          <Link to="/projects/$projectId/data" params={{ projectId }}>
            {t("data.title")}
            {project !== undefined && <Count>{formatNumber(project.task_number)}</Count>}
          </Link>
          {seesAll && (
            <Link to="/projects/$projectId/dashboard" params={{ projectId }} search={{}}>
              {t("app.dashboard")}
            </Link>
          )}
          {mayManage && (
            <Link to="/projects/$projectId/settings/{-$section}" params={{ projectId, section: undefined }}>
              {t("settings.title")}
            </Link>
          )}
        </nav>
      )}
    </>
  );
}
