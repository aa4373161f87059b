/** Numbers of the dashboard as a reader says them, and days in a row. */

import type { DashboardDay, DaySpan, Person } from "../../api/statistics";
import { t } from "../../i18n/t";

export type Span = "week" | "month" | "all";

const LENGTHS = { week: 7, month: 30 } as const;

const DAY_MS = 86_400_000;
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const decimal = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const rate = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** What stands where there is no number. */
export const NONE = "–";

/** The days that a span means, today (UTC) being the last. */
export function daysOf(span: Span, now: Date = new Date()): DaySpan {
  if (span === "all") return {};
  const first = new Date(now.getTime() - (LENGTHS[span] - 1) * DAY_MS);
  return { from: first.toISOString().slice(0, 10) };
}

/** "91 %". */
export function formatShare(share: number | null): string {
  return share === null ? NONE : `${whole.format(share * 100)}\u00a0%`;
}

/** "0.86". */
export function formatScore(score: number | null | undefined): string {
  return score === null || score === undefined ? NONE : decimal.format(score);
}

/** "2.1". */
export function formatRate(value: number | null): string {
  return value === null ? NONE : rate.format(value);
}

/** "1 min 48 s". */
export function formatDuration(seconds: number | null): string {
  if (seconds === null) return NONE;
  if (seconds < 10) return t("dashboard.seconds", { seconds: Math.round(seconds * 10) / 10 });
  const whole = Math.round(seconds);
  if (whole < 60) return t("dashboard.seconds", { seconds: whole });
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return t("dashboard.minutes", { minutes, seconds: String(whole % 60).padStart(2, "0") });
  return t("dashboard.hours", { hours: Math.floor(minutes / 60), minutes: String(minutes % 60).padStart(2, "0") });
}

/** How somebody is called. */
export function nameOf(user: Person | null): string {
  if (user === null) return t("dashboard.nobody");
  return `${user.first_name} ${user.last_name}`.trim() || user.email;
}

/** One column for each line and bar, one row for each day from the first to the last, the idle ones as well. */
export interface Series {
  /** Midnight in UTC, in seconds. */
  readonly days: readonly number[];
  readonly done: readonly number[];
  readonly accepted: readonly number[];
  readonly submitted: readonly number[];
}

/** Days in a row; tasks done and accepted are sums up to each day. */
export function seriesOf(days: readonly DashboardDay[], from: string | undefined, now: Date = new Date()): Series {
  const known = new Map(days.map((day) => [Date.parse(day.day), day]));
  const times = [...known.keys()];
  const start = from === undefined ? Math.min(...times) : Date.parse(from);
  const end = Math.max(Date.parse(now.toISOString().slice(0, 10)), ...times);
  const series = { days: [] as number[], done: [] as number[], accepted: [] as number[], submitted: [] as number[] };
  let done = 0;
  let accepted = 0;
  for (let time = start; times.length > 0 && time <= end; time += DAY_MS) {
    const day = known.get(time);
    done += day?.finished ?? 0;
    accepted += day?.accepted ?? 0;
    series.days.push(time / 1000);
    series.done.push(done);
    series.accepted.push(accepted);
    series.submitted.push(day?.submitted ?? 0);
  }
  return series;
}
