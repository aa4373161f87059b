import { t } from "../../../i18n/t";

const HOUR = 60;
const DAY = 24 * HOUR;

/** How often a storage is synchronised by itself, in the largest unit that fits evenly. */
export function intervalText(minutes: number): string {
  if (minutes === 0) return t("storage.everyOff");
  if (minutes % DAY === 0) return t("storage.everyDays", { count: minutes / DAY });
  if (minutes % HOUR === 0) return t("storage.everyHours", { count: minutes / HOUR });
  return t("storage.everyMinutes", { count: minutes });
}
