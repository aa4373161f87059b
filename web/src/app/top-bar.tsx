import { Link } from "@tanstack/react-router";
import { Logo } from "../design/logo";
import { JobsButton } from "../features/jobs/jobs-button";
import { t } from "../i18n/t";
import { AccountMenu } from "./account-menu";
import { Breadcrumb } from "./breadcrumb";
import { ThemeMenu } from "./theme-menu";
import styles from "./top-bar.module.css";

export function TopBar() {
  return (
    <header className={styles.bar}>
      <Link to="/projects" aria-label={t("app.home")} className={styles.home}>
        <Logo />
      </Link>
      <Breadcrumb />
      <span className={styles.grow} />
      <JobsButton />
      <ThemeMenu />
      <AccountMenu />
    </header>
  );
}
