import { useQuery } from "@tanstack/react-query";
import { type ActivityArea, type ActivityFilters, activityAddress } from "../../../api/activity";
import { usersOptions } from "../../../api/queries";
import { displayName } from "../../../api/session";
import { buttonClass } from "../../../design/button";
import { SearchInput, Select } from "../../../design/field";
import { Icon } from "../../../design/icon";
import { Segmented } from "../../../design/segmented";
import { t } from "../../../i18n/t";
import styles from "./activity.module.css";

export type Period = "week" | "month" | "all";

/** What the reader chose. */
export interface Chosen {
  readonly area: ActivityArea | "";
  readonly user: number | 0;
  readonly period: Period;
  readonly search: string;
}

export const NOTHING_CHOSEN: Chosen = { area: "", user: 0, period: "all", search: "" };

const AREAS = [
  { area: "people", name: "activity.area.people" },
  { area: "exports", name: "activity.area.exports" },
  { area: "deletions", name: "activity.area.deletions" },
  { area: "settings", name: "activity.area.settings" },
  { area: "connections", name: "activity.area.connections" },
] as const satisfies readonly { readonly area: ActivityArea; readonly name: string }[];

interface FilterBarProps {
  readonly chosen: Chosen;
  readonly filters: ActivityFilters;
  readonly onChange: (change: Partial<Chosen>) => void;
}

export function FilterBar({ chosen, filters, onChange }: FilterBarProps) {
  const { data: people = [] } = useQuery(usersOptions);
  return (
    <search className={styles.filters} aria-label={t("activity.filters")}>
      <SearchInput
        className={styles.search}
        size="small"
        aria-label={t("activity.search")}
        placeholder={t("activity.search")}
        value={chosen.search}
        maxLength={200}
        onChange={(event) => onChange({ search: event.target.value })}
      />
      <Select
        size="small"
        className={styles.choice}
        aria-label={t("activity.person")}
        value={chosen.user}
        onChange={(event) => onChange({ user: Number(event.target.value) })}
      >
        <option value={0}>{t("activity.anybody")}</option>
        {people.map((person) => (
          <option key={person.id} value={person.id}>
            {displayName(person)}
          </option>
        ))}
      </Select>
      <Select
        size="small"
        className={styles.choice}
        aria-label={t("activity.kind")}
        value={chosen.area}
        onChange={(event) => onChange({ area: AREAS.find(({ area }) => area === event.target.value)?.area ?? "" })}
      >
        <option value="">{t("activity.anything")}</option>
        {AREAS.map(({ area, name }) => (
          <option key={area} value={area}>
            {t(name)}
          </option>
        ))}
      </Select>
      <Segmented
        label={t("activity.period")}
        value={chosen.period}
        onChange={(period) => onChange({ period })}
        segments={[
          { value: "week", label: t("activity.week") },
          { value: "month", label: t("activity.month") },
          { value: "all", label: t("activity.all") },
        ]}
      />
      <span className={styles.grow} />
      <a
        className={buttonClass({ kind: "secondary" })}
        href={activityAddress(filters)}
        download
        title={t("activity.csvHint")}
        aria-label={t("activity.csvHint")}
      >
        <Icon name="exportFile" />
        {t("activity.csv")}
      </a>
    </search>
  );
}
