import { Link, useParams } from "@tanstack/react-router";
import type { Permission, SignedIn } from "../api/session";
import { ROLE_NAMES } from "../design/role-names";
import { usePageTitle } from "../design/use-page-title";
import type { CatalogueKey } from "../i18n/catalogue";
import { t } from "../i18n/t";
import "../i18n/refused";
import { AppShell } from "./app-shell";
import styles from "./app-shell.module.css";
import "../i18n/people";

/** Whom a page that needs the permission is for; what is everybody's is refused to nobody. */
const ROLES_WITH: Readonly<Partial<Record<Permission, CatalogueKey>>> = {
  "members.invite": "refused.leads",
  "activity.view": "refused.leads",
  "project.create": "refused.managers",
  "project.manage": "refused.managers",
  "project.export": "refused.reviewers",
  "annotations.see_all": "refused.reviewers",
  review: "refused.reviewers",
};

interface RefusedPageProps {
  readonly page: CatalogueKey | undefined;
  readonly needs: Permission;
  readonly session: SignedIn;
}

/** Stands for a page that the reader's role may not open: why, whom to ask, and a way back. */
export function RefusedPage({ page, needs, session }: RefusedPageProps) {
  const { projectId } = useParams({ strict: false });
  const title = t("refused.title", { page: page === undefined ? "" : t(page) });
  usePageTitle(title);
  return (
    <AppShell>
      <div className={styles.problem}>
        <h1>{title}</h1>
        <p>
          {t("refused.why", {
            roles: t(ROLES_WITH[needs] ?? "refused.others"),
            organization: session.organization.title,
            role: t(ROLE_NAMES[session.role]),
          })}
        </p>
        <p>{t("refused.ask")}</p>
        <p>
          <Link to="/people">{t("refused.people")}</Link>
        </p>
        <p>
          {projectId === undefined ? (
            <Link to="/projects">{t("app.toProjects")}</Link>
          ) : (
            <Link to="/projects/$projectId/data" params={{ projectId }}>
              {t("refused.toData")}
            </Link>
          )}
        </p>
      </div>
    </AppShell>
  );
}
