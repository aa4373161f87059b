import "../../../i18n/activity";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { ACTIVITY_PAGE_SIZE, type ActivityFilters, activityOptions } from "../../../api/activity";
import { errorDetails } from "../../../api/api-error";
import { sessionOptions } from "../../../api/queries";
import { Button, buttonClass } from "../../../design/button";
import { classNames } from "../../../design/class-names";
import { Icon } from "../../../design/icon";
import { Empty, ErrorBox } from "../../../design/message";
import { Skeleton, useSlow } from "../../../design/progress";
import { Table } from "../../../design/table";
import { useDebounced } from "../../../design/use-debounced";
import { usePageTitle } from "../../../design/use-page-title";
import { VisuallyHidden } from "../../../design/visually-hidden";
import { t } from "../../../i18n/t";
import { ListHead, Pages } from "../list-page";
import list from "../list-page.module.css";
import styles from "./activity.module.css";
import { type Chosen, FilterBar, NOTHING_CHOSEN, type Period } from "./activity-filters";
import { ActivityRow } from "./activity-row";
import "../../../i18n/people";

const SEARCH_DELAY_MS = 300;
const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS: Readonly<Record<Exclude<Period, "all">, number>> = { week: 7, month: 30 };

/** The first day of a period that ends today, in UTC. */
function firstDay(period: Period): string | undefined {
  if (period === "all") return undefined;
  return new Date(Date.now() - (DAYS[period] - 1) * DAY_MS).toISOString().slice(0, 10);
}

function filtersOf({ area, user, period, search }: Chosen): ActivityFilters {
  return {
    area: area === "" ? undefined : area,
    user: user === 0 ? undefined : user,
    from: firstDay(period),
    search: search.trim(),
  };
}

export function ActivityPage() {
  usePageTitle(t("page.activity"));
  const { data: session } = useQuery(sessionOptions);
  const [chosen, setChosen] = useState(NOTHING_CHOSEN);
  const [page, setPage] = useState(1);
  const settled = useDebounced(chosen, SEARCH_DELAY_MS);
  const filters = useMemo(() => filtersOf(settled), [settled]);
  const { data, error, isPending } = useQuery(activityOptions(filters, page));
  const isSlow = useSlow(isPending);
  const choose = (change: Partial<Chosen>) => {
    setChosen({ ...chosen, ...change });
    setPage(1);
  };
  const left = data?.recordsFiltered ?? 0;
  return (
    <div className={classNames(list.page, list.wide)}>
      <ListHead
        title={t("page.activity")}
        count={left}
        hint={session?.organization ? t("activity.hint", { organization: session.organization.title }) : undefined}
      >
        <VisuallyHidden>
          <span role="status">{data !== undefined && t("activity.count", { count: left })}</span>
        </VisuallyHidden>
        <Link to="/people" className={buttonClass({})}>
          <Icon name="people" />
          {t("page.people")}
        </Link>
      </ListHead>
      <FilterBar chosen={chosen} filters={filters} onChange={choose} />
      {error !== null && <ErrorBox title={t("activity.failed")} details={errorDetails(error)} />}
      {isSlow && <Skeleton height={280} />}
      {data !== undefined && left === 0 && (
        <Nothing isFiltered={data.recordsTotal > 0} onClear={() => choose(NOTHING_CHOSEN)} />
      )}
      {data !== undefined && data.data.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
        <section className={list.frame} aria-label={t("page.activity")} tabIndex={0}>
          <Table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t("activity.time")}</th>
                <th scope="col">{t("activity.person")}</th>
                <th scope="col">{t("activity.what")}</th>
                <th scope="col">{t("activity.details")}</th>
                <th scope="col">{t("activity.where")}</th>
              </tr>
            </thead>
            <tbody>
              {data.data.map((entry) => (
                <ActivityRow key={entry.id} entry={entry} />
              ))}
            </tbody>
          </Table>
        </section>
      )}
      <Pages page={page} count={left} size={ACTIVITY_PAGE_SIZE} onPage={setPage} />
    </div>
  );
}

function Nothing({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  if (!isFiltered) return <Empty icon="rows">{t("activity.none")}</Empty>;
  return (
    <Empty icon="search" action={<Button onClick={onClear}>{t("activity.clear")}</Button>}>
      {t("activity.noneLeft")}
    </Empty>
  );
}
