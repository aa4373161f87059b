import type { Dashboard } from "../../api/statistics";
import { formatNumber, t } from "../../i18n/t";
import styles from "./dashboard.module.css";
import { formatDuration, formatScore, formatShare } from "./figures";

/** The five numbers that say most. */
export function Summary({ totals }: { readonly totals: Dashboard["totals"] }) {
  const done = totals.tasks > 0 ? totals.finished_tasks / totals.tasks : null;
  const figures = [
    {
      value: formatNumber(totals.finished_tasks),
      name: t("dashboard.done", { count: totals.tasks }),
      hint: done === null ? "" : t("dashboard.doneShare", { share: formatShare(done), finished: totals.finished }),
    },
    {
      value: formatNumber(totals.submitted),
      name: t("dashboard.submitted"),
      hint: t("dashboard.skipped", { count: totals.skipped }),
    },
    {
      value: formatDuration(totals.median_lead_time),
      name: t("dashboard.median"),
      hint: totals.mean_lead_time === null ? "" : t("dashboard.mean", { time: formatDuration(totals.mean_lead_time) }),
    },
    {
      value: formatScore(totals.agreement),
      name: t("dashboard.meanAgreement"),
      hint: t("dashboard.compared", { count: totals.compared_tasks }),
    },
    {
      value: formatNumber(totals.disputed_tasks),
      name: t("dashboard.disputed"),
      hint: t("dashboard.disputedHint"),
    },
  ];
  return (
    <section className={styles.figures} aria-label={t("dashboard.summary")}>
      {figures.map(({ value, name, hint }) => (
        <div key={name} className={styles.figure}>
          <span className={styles.value}>{value}</span>
          <span className={styles.name}>{name}</span>
          <span className={styles.hint}>{hint}</span>
        </div>
      ))}
    </section>
  );
}
