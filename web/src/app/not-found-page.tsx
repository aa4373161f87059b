import { Link } from "@tanstack/react-router";
import { usePageTitle } from "../design/use-page-title";
import { t } from "../i18n/t";
import styles from "./app-shell.module.css";

export function NotFoundPage() {
  const title = t("page.none");
  usePageTitle(title);
  return (
    <div className={styles.problem}>
      <h1>{title}</h1>
      <p>{t("app.noPage", { path: window.location.pathname })}</p>
      <p>
        <Link to="/projects">{t("app.toProjects")}</Link>
      </p>
    </div>
  );
}
