/** What the application puts into the bar of the label and the review page, and around them while they open. */

import { Link } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { errorDetails } from "../../api/api-error";
import { type Account, displayName } from "../../api/session";
import { Avatar } from "../../design/badges";
import { Logo } from "../../design/logo";
import { ErrorBox } from "../../design/message";
import type { LabelUser } from "../../editor/host";
import { t } from "../../i18n/t";
import styles from "./label-route.module.css";
import { ThemeToggle } from "./theme-toggle";
import "../../i18n/labeling";

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

interface AsideProps {
  readonly account: Account;
  /** What the application adds, such as the way to its palette. */
  readonly tools: ReactNode;
}

export function Aside({ account, tools }: AsideProps): ReactNode {
  return (
    <>
      {tools}
      <ThemeToggle />
      <Avatar name={displayName(account)} />
    </>
  );
}

/** Stands there until the project and the person are known. */
export function Opening({ failure, slow }: { readonly failure: Error | null; readonly slow: boolean }): ReactNode {
  return (
    <main className={styles.message}>
      {failure !== null && <ErrorBox title={t("labeling.projectFailed")} details={errorDetails(failure)} />}
      {failure === null && slow && t("labeling.opening")}
    </main>
  );
}

/** The person as the editor knows them. */
export function useLabelUser(account: Account | null): LabelUser | null {
  return useMemo(() => (account === null ? null : { id: account.id, name: displayName(account) }), [account]);
}
