/** What the application puts into the bar of the label and the review page. */

import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type Account, displayName } from "../../api/session";
import { Avatar } from "../../design/badges";
import { Logo } from "../../design/logo";
import { t } from "../../i18n/t";
import styles from "./label-route.module.css";
import { ThemeToggle } from "./theme-toggle";

export function Home({ projectId, title }: { readonly projectId: number; readonly title: string }): ReactNode {
  return (
    <nav className={styles.home} aria-label={t("labeling.place")}>
      <Link to="/projects" aria-label={t("labeling.allProjects")} className={styles.logo}>
        <Logo />
      </Link>
      <Link to="/projects/$projectId/data" params={{ projectId }} className={styles.project}>
        {title}
      </Link>
      <span className={styles.slash} aria-hidden="true">
        /
      </span>
    </nav>
  );
}

export function Aside({ account }: { readonly account: Account }): ReactNode {
  return (
    <>
      <ThemeToggle />
      <Avatar name={displayName(account)} />
    </>
  );
}
