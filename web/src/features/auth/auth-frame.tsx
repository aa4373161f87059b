import type { ReactNode } from "react";
import { Logo } from "../../design/logo";
import { usePageTitle } from "../../design/use-page-title";
import { t } from "../../i18n/t";
import styles from "./auth.module.css";

interface AuthFrameProps {
  readonly title: string;
  readonly version: string | undefined;
  readonly children: ReactNode;
}

/** What the pages before signing in have in common. */
export function AuthFrame({ title, version, children }: AuthFrameProps) {
  usePageTitle(title);
  return (
    <div className={styles.page}>
      <main className={styles.main}>
        <header className={styles.header}>
          <Logo size={32} />
          <h1>{title}</h1>
        </header>
        {children}
      </main>
      <footer className={styles.footer}>
        {version !== undefined && <span>{t("auth.version", { version })}</span>}
        <a href="/docs/api">{t("auth.apiReference")}</a>
      </footer>
    </div>
  );
}
