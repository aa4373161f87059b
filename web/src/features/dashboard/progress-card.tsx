import { lazy, Suspense, useMemo } from "react";
import type { Dashboard, DaySpan } from "../../api/statistics";
import { Skeleton } from "../../design/progress";
import { numberCell, Table } from "../../design/table";
import { formatDay } from "../../i18n/dates";
import { formatNumber, t } from "../../i18n/t";
import { AsTable, Card } from "./card";
import styles from "./dashboard.module.css";
import { formatScore, seriesOf } from "./figures";

const ProgressChart = lazy(async () => ({ default: (await import("./progress-chart")).ProgressChart }));

const LINES = [
  { name: "dashboard.doneLine", colour: "var(--text)" },
  { name: "dashboard.acceptedLine", colour: "var(--accent)" },
  { name: "dashboard.perDay", colour: "var(--press)" },
] as const;

const COLUMNS = ["finished", "submitted", "skipped", "accepted", "rejected"] as const;
const HEADS = {
  finished: "dashboard.finished",
  submitted: "dashboard.submittedShort",
  skipped: "dashboard.skippedShort",
  accepted: "dashboard.accepted",
  rejected: "dashboard.rejected",
} as const;

export function ProgressCard({ data, span }: { readonly data: Dashboard; readonly span: DaySpan }) {
  const series = useMemo(() => seriesOf(data.days, span.from), [data.days, span.from]);
  const first = data.days[0]?.day ?? "";
  const last = data.days.at(-1)?.day ?? "";
  const title = t("dashboard.progress");
  const legend = (
    <span className={styles.legend} aria-hidden="true">
      {LINES.map(({ name, colour }) => (
        <span key={name}>
          <i style={{ "--c": colour }} />
          {t(name)}
        </span>
      ))}
    </span>
  );
  return (
    <Card title={title} project={data.project} span={span} table="days" aside={legend}>
      <div
        role="img"
        aria-label={t("dashboard.progressText", {
          first: formatDay(first),
          last: formatDay(last),
          done: series.done.at(-1) ?? 0,
          accepted: series.accepted.at(-1) ?? 0,
        })}
      >
        <Suspense fallback={<Skeleton height={280} />}>
          <ProgressChart series={series} />
        </Suspense>
      </div>
      <AsTable label={title}>
        <Table>
          <thead>
            <tr>
              <th scope="col">{t("dashboard.day")}</th>
              {COLUMNS.map((name) => (
                <th key={name} scope="col" className={numberCell}>
                  {t(HEADS[name])}
                </th>
              ))}
              <th scope="col" className={numberCell}>
                {t("dashboard.agreement")}
              </th>
            </tr>
          </thead>
          <tbody>
            {data.days.map((day) => (
              <tr key={day.day}>
                <td>{formatDay(day.day)}</td>
                {COLUMNS.map((name) => (
                  <td key={name} className={numberCell}>
                    {formatNumber(day[name])}
                  </td>
                ))}
                <td className={numberCell}>{formatScore(day.agreement)}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      </AsTable>
    </Card>
  );
}
