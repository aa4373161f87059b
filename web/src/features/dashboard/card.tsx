import { type ReactNode, useId } from "react";
import { type DashboardTable, type DaySpan, tableAddress } from "../../api/statistics";
import { buttonClass } from "../../design/button";
import { classNames } from "../../design/class-names";
import { Icon } from "../../design/icon";
import { t } from "../../i18n/t";
import styles from "./dashboard.module.css";

interface CardProps {
  readonly title: string;
  readonly project: number;
  readonly span: DaySpan;
  /** What its button downloads. */
  readonly table: DashboardTable;
  readonly wide?: boolean;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the dashboard with its numbers to take along. */
export function Card({ title, project, span, table, wide = false, aside, children }: CardProps) {
  const id = useId();
  return (
    <section className={classNames(styles.card, wide && styles.wide)} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        <span className={styles.grow} />
        {aside}
        <a
          className={buttonClass({ kind: "ghost", size: "small" })}
          href={tableAddress(project, table, span)}
          download
          aria-label={t("dashboard.csvOf", { table: title })}
        >
          <Icon name="exportFile" />
          {t("dashboard.csv")}
        </a>
      </header>
      {children}
    </section>
  );
}

/** The numbers behind a picture; folded away, and within reach of keys when they are long. */
export function AsTable({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <details className={styles.asTable}>
      <summary>{t("dashboard.asTable")}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <section className={styles.scroll} aria-label={label} tabIndex={0}>
        {children}
      </section>
    </details>
  );
}
