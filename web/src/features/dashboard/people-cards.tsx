import type { Annotator, Dashboard, DaySpan } from "../../api/statistics";
import { numberCell, Table } from "../../design/table";
import { formatNumber, t } from "../../i18n/t";
import { Card } from "./card";
import styles from "./dashboard.module.css";
import { formatDuration, formatRate, formatScore, formatShare, nameOf } from "./figures";

interface PeopleProps {
  readonly data: Dashboard;
  readonly span: DaySpan;
}

const HEADS = [
  "dashboard.perDayShort",
  "dashboard.medianShort",
  "dashboard.total",
  "dashboard.skippedShort",
  "dashboard.agreement",
  "dashboard.truth",
  "dashboard.accepted",
] as const;

export function AnnotatorsCard({ data, span }: PeopleProps) {
  const most = Math.max(1, ...data.annotators.map(({ submitted }) => submitted));
  const title = t("dashboard.annotators");
  return (
    <Card title={title} project={data.project} span={span} table="annotators" wide>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <section className={styles.scroll} aria-label={title} tabIndex={0}>
        <Table>
          <thead>
            <tr>
              <th scope="col">{t("dashboard.name")}</th>
              <th scope="col">{t("dashboard.work")}</th>
              {HEADS.map((head) => (
                <th key={head} scope="col" className={numberCell}>
                  {t(head)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.annotators.map((one) => (
              <AnnotatorRow key={one.user?.id ?? 0} one={one} most={most} />
            ))}
          </tbody>
        </Table>
      </section>
    </Card>
  );
}

function AnnotatorRow({ one, most }: { readonly one: Annotator; readonly most: number }) {
  return (
    <tr>
      <td title={one.user?.email}>{nameOf(one.user)}</td>
      <td>
        <span className={styles.bar}>
          <i style={{ "--share": `${(100 * one.submitted) / most}%` }} />
          {formatNumber(one.submitted)}
        </span>
      </td>
      <td className={numberCell}>{formatRate(one.per_day)}</td>
      <td className={numberCell}>{formatDuration(one.median_lead_time)}</td>
      <td className={numberCell}>{formatDuration(one.lead_time)}</td>
      <td className={numberCell}>{formatNumber(one.skipped)}</td>
      <td className={numberCell}>{formatScore(one.agreement)}</td>
      <td className={numberCell}>{formatScore(one.ground_truth_agreement)}</td>
      <td className={numberCell}>{formatShare(one.accepted_share)}</td>
    </tr>
  );
}

export function ReviewersCard({ data, span }: PeopleProps) {
  return (
    <Card title={t("dashboard.reviewers")} project={data.project} span={span} table="reviewers">
      <Table>
        <thead>
          <tr>
            <th scope="col">{t("dashboard.name")}</th>
            {(["dashboard.accepted", "dashboard.fixed", "dashboard.rejected"] as const).map((head) => (
              <th key={head} scope="col" className={numberCell}>
                {t(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.reviewers.map(({ user, accepted, fixed, rejected }) => (
            <tr key={user?.id ?? 0}>
              <td title={user?.email}>{nameOf(user)}</td>
              <td className={numberCell}>{formatNumber(accepted)}</td>
              <td className={numberCell}>{formatNumber(fixed)}</td>
              <td className={numberCell}>{formatNumber(rejected)}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
