/** What the pages of members and of their activity are made of. */

import type { ReactNode } from "react";
import { Count } from "../../design/badges";
import { Button } from "../../design/button";
import { formatNumber, t } from "../../i18n/t";
import styles from "./list-page.module.css";

interface HeadProps {
  readonly title: string;
  readonly count: number;
  readonly hint: string | undefined;
  /** Stands at the end: the way to the other page. */
  readonly children?: ReactNode;
}

export function ListHead({ title, count, hint, children }: HeadProps) {
  return (
    <div className={styles.head}>
      <h1>{title}</h1>
      {count > 0 && <Count>{formatNumber(count)}</Count>}
      <span className={styles.hint}>{hint}</span>
      {children}
    </div>
  );
}

interface PagesProps {
  readonly page: number;
  readonly count: number;
  readonly size: number;
  readonly onPage: (page: number) => void;
}

/** Leads from page to page of a long table; nothing where there is one. */
export function Pages({ page, count, size, onPage }: PagesProps) {
  const last = Math.max(1, Math.ceil(count / size));
  if (last === 1) return null;
  return (
    <div className={styles.pages}>
      <Button size="small" disabled={page === 1} onClick={() => onPage(page - 1)}>
        {t("people.previousPage")}
      </Button>
      <span className={styles.hint}>{t("people.pageOf", { page, last })}</span>
      <Button size="small" disabled={page >= last} onClick={() => onPage(page + 1)}>
        {t("people.nextPage")}
      </Button>
    </div>
  );
}
