/** What an entry of the log tells beside its name, as words. */

import type { ActivityEntry } from "../../../api/activity";
import { t } from "../../../i18n/t";
import { ROLES } from "../roles";

type Told = ActivityEntry["extra_data"];

const isPair = (value: unknown): value is readonly [unknown, unknown] => Array.isArray(value) && value.length === 2;

/** Roles by name; what is none of them stays as it is. */
function roleText(code: string): string {
  const known = ROLES.find(({ role }) => role === code);
  return known === undefined ? code : t(known.name);
}

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === "") return t("activity.nothing");
  if (typeof value === "boolean") return t(value ? "activity.on" : "activity.off");
  return String(value);
}

/** "maximum annotations: 1 → 3"; the field alone where only that it changed is known. */
function changeText(field: string, pair: unknown): string {
  const name = field.replaceAll("_", " ");
  if (!isPair(pair)) return name;
  const [from, to] = pair.map((value) => (field === "role" ? roleText(String(value)) : valueText(value)));
  return t("activity.change", { field: name, from: from ?? "", to: to ?? "" });
}

/** The details of an entry, one text each. */
export function detailTexts({ details }: Pick<Told, "details">): readonly string[] {
  const { changes, count, tries, kind, direction, role } = details;
  const texts: string[] = [];
  if (typeof count === "number") texts.push(t("activity.items", { count }));
  if (typeof tries === "number") texts.push(t("activity.tries", { count: tries }));
  if (typeof role === "string") texts.push(roleText(role));
  for (const word of [kind, direction]) if (typeof word === "string") texts.push(word);
  if (typeof changes === "object" && changes !== null) {
    texts.push(...Object.entries(changes).map(([field, pair]) => changeText(field, pair)));
  }
  return texts;
}
