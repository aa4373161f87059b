import "../../i18n/dashboard";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { errorDetails } from "../../api/api-error";
import { isUnfinished, jobKeys, jobsOptions } from "../../api/jobs";
import { type LabelColours, labelColours } from "../../api/label-colours";
import { projectKeys, projectOptions } from "../../api/queries";
import { countProject, type Dashboard, type DaySpan, dashboardOptions } from "../../api/statistics";
import { Button } from "../../design/button";
import { Banner, Empty, ErrorBox } from "../../design/message";
import { Skeleton, useSlow } from "../../design/progress";
import { Segmented } from "../../design/segmented";
import { showToast } from "../../design/toast-store";
import { usePageTitle } from "../../design/use-page-title";
import { formatAgo, formatExact } from "../../i18n/dates";
import { t } from "../../i18n/t";
import { AgreementCard } from "./agreement-card";
import styles from "./dashboard.module.css";
import { daysOf, type Span } from "./figures";
import { LabelsCard } from "./labels-card";
import { AnnotatorsCard, ReviewersCard } from "./people-cards";
import { ProgressCard } from "./progress-card";
import { Summary } from "./summary";

const COUNT_JOB = "statistics.count";

interface DashboardPageProps {
  readonly projectId: number;
  readonly span: Span;
  readonly onSpan: (span: Span) => void;
}

export function DashboardPage({ projectId, span, onSpan }: DashboardPageProps) {
  const { data: project } = useQuery(projectOptions(projectId));
  const colours = useMemo(() => labelColours(project), [project]);
  const days = useMemo(() => daysOf(span), [span]);
  const { data, error, isPending, refetch } = useQuery(dashboardOptions(projectId, days));
  const isSlow = useSlow(isPending);
  const counting = useCounting(projectId, data?.computed_at);
  usePageTitle(project === undefined ? t("page.dashboard") : `${t("page.dashboard")}, ${project.title}`);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t("page.dashboard")}</h1>
        {data?.computed_at != null && (
          <span className={styles.hint} title={formatExact(data.computed_at)}>
            {t("dashboard.asOf", { ago: formatAgo(data.computed_at) })}
          </span>
        )}
        <span className={styles.grow} />
        <Segmented
          label={t("dashboard.span")}
          value={span}
          onChange={onSpan}
          segments={[
            { value: "week", label: t("dashboard.span7") },
            { value: "month", label: t("dashboard.span30") },
            { value: "all", label: t("dashboard.spanAll") },
          ]}
        />
        <Button icon="refresh" busy={counting.isBusy} onClick={counting.count}>
          {t(counting.isBusy ? "dashboard.counting" : "dashboard.refresh")}
        </Button>
      </div>
      {error !== null && (
        <ErrorBox
          title={t("dashboard.loadFailed")}
          details={errorDetails(error)}
          actions={
            <Button size="small" onClick={() => void refetch()}>
              {t("app.tryAgain")}
            </Button>
          }
        />
      )}
      {isSlow && <Skeleton height={280} />}
      {data !== undefined && <Parts data={data} span={days} colours={colours} />}
    </div>
  );
}

/** Has the project counted: when asked, and by itself the first time. Its numbers are read again when that is done. */
function useCounting(projectId: number, computedAt: string | null | undefined) {
  const cache = useQueryClient();
  const { data: jobs = [] } = useQuery(jobsOptions);
  const running = jobs.some((job) => job.kind === COUNT_JOB && job.project === projectId && isUnfinished(job));
  const { mutate, isPending } = useMutation({
    mutationFn: () => countProject(projectId),
    onSuccess: () => cache.invalidateQueries({ queryKey: jobKeys.all }),
    onError: (error) => showToast("error", t("dashboard.refreshFailed", { reason: error.message })),
  });
  const hasAsked = useRef(false);
  useEffect(() => {
    if (computedAt !== null || hasAsked.current) return;
    hasAsked.current = true;
    mutate();
  }, [computedAt, mutate]);
  const wasRunning = useRef(false);
  useEffect(() => {
    if (wasRunning.current && !running) void cache.invalidateQueries({ queryKey: projectKeys.one(projectId) });
    wasRunning.current = running;
  }, [running, cache, projectId]);
  return { isBusy: isPending || running, count: () => mutate() };
}

interface PartsProps {
  readonly data: Dashboard;
  readonly span: DaySpan;
  readonly colours: LabelColours;
}

function Parts({ data, span, colours }: PartsProps) {
  if (data.computed_at === null) return <Banner>{t("dashboard.never")}</Banner>;
  const hasWork = data.days.length > 0;
  return (
    <>
      <Summary totals={data.totals} />
      {!hasWork && <Empty>{t(data.totals.tasks === 0 ? "dashboard.noTasks" : "dashboard.nothing")}</Empty>}
      {hasWork && (
        <div className={styles.cards}>
          <ProgressCard data={data} span={span} />
          <AgreementCard agreement={data.agreement} project={data.project} span={span} />
          <AnnotatorsCard data={data} span={span} />
          <LabelsCard
            colours={colours}
            labels={data.labels}
            project={data.project}
            span={span}
            wide={data.reviewers.length === 0}
          />
          {data.reviewers.length > 0 && <ReviewersCard data={data} span={span} />}
        </div>
      )}
    </>
  );
}
