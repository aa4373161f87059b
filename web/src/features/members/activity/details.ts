/** What an entry of the log tells beside its name, as words. */

import type { ActivityEntry } from "../../../api/activity";
import { t } from "../../../i18n/t";

type Told = ActivityEntry["extra_data"];

const isPair = (value: unknown): value is readonly [unknown, unknown] => Array.isArray(value) && value.length === 2;

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === "") return t("activity.nothing");
  if (typeof value === "boolean") return t(value ? "activity.on" : "activity.off");
  return String(value);
}

/** "maximum annotations: 1 → 3"; the field alone where only that it changed is known. */
function changeText(field: string, pair: unknown): string {
  const name = field.replaceAll("_", " ");
  if (!isPair(pair)) return name;
  return t("activity.change", { field: name, from: valueText(pair[0]), to: valueText(pair[1]) });
}

/** The details of an entry, one text each. */
export function detailTexts({ details }: Pick<Told, "details">): readonly string[] {
  const { changes, count, kind, direction, role } = details;
  const texts: string[] = [];
  if (typeof count === "number") texts.push(t("activity.items", { count }));
  for (const word of [kind, direction, role]) if (typeof word === "string") texts.push(word);
  if (typeof changes === "object" && changes !== null) {
    texts.push(...Object.entries(changes).map(([field, pair]) => changeText(field, pair)));
  }
  return texts;
}
