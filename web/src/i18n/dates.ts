/** Points in time as a reader says them. */

/** Days before months and hours up to 24, as in "18 November". */
const LOCALE = "en-GB";
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto", style: "short" });
const dayMonth = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "long" });
const fullDate = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "long", year: "numeric" });
const exact = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "short" });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** "12 min ago", "yesterday", "18 November"; with the year when it is another one. */
export function formatAgo(iso: string, now: Date = new Date()): string {
  const then = new Date(iso);
  const ago = now.getTime() - then.getTime();
  if (ago < MINUTE) return relative.format(0, "second");
  if (ago < HOUR) return relative.format(-Math.floor(ago / MINUTE), "minute");
  if (ago < DAY) return relative.format(-Math.floor(ago / HOUR), "hour");
  if (ago < WEEK) return relative.format(-Math.floor(ago / DAY), "day");
  return then.getFullYear() === now.getFullYear() ? dayMonth.format(then) : fullDate.format(then);
}

/** The exact time, for titles. */
export function formatExact(iso: string): string {
  return exact.format(new Date(iso));
}

/** A day: "18 November 2026". */
export function formatDay(iso: string): string {
  return fullDate.format(new Date(iso));
}
