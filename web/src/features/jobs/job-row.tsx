import { useMutation, useQueryClient } from "@tanstack/react-query";
import { errorDetails } from "../../api/api-error";
import { cancelJob, isUnfinished, type Job, jobKeys, retryJob } from "../../api/jobs";
import { Button } from "../../design/button";
import { ErrorBox } from "../../design/message";
import { Progress } from "../../design/progress";
import { showToast } from "../../design/toast-store";
import type { CatalogueKey } from "../../i18n/catalogue";
import { formatAgo, formatExact } from "../../i18n/dates";
import { formatNumber, t } from "../../i18n/t";
import styles from "./jobs.module.css";

const KINDS: Readonly<Record<string, CatalogueKey>> = {
  "agreement.recount": "jobs.kind.agreement",
  "export.convert": "jobs.kind.convert",
  "export.snapshot": "jobs.kind.snapshot",
  "filters.index": "jobs.kind.index",
  "labels.rename": "jobs.kind.rename",
  import: "jobs.kind.import",
  "ml.predict": "jobs.kind.predict",
  "ml.train": "jobs.kind.train",
  "project.purge": "jobs.kind.purge",
  "statistics.count": "jobs.kind.statistics",
  "storage.export": "jobs.kind.export",
  "storage.sync": "jobs.kind.sync",
};

const STATES: Readonly<Record<Job["state"], CatalogueKey>> = {
  queued: "jobs.state.queued",
  running: "jobs.state.running",
  completed: "jobs.state.completed",
  failed: "jobs.state.failed",
  cancelled: "jobs.state.cancelled",
  parked: "jobs.state.parked",
};

/** What a job does, and in which project; a kind from a newer server keeps its own name. */
function titleOf(job: Job, project: string | undefined): string {
  const key = KINDS[job.kind];
  const title = key === undefined ? job.kind : t(key);
  if (job.project === null) return title;
  return t("jobs.inProject", { title, project: project || t("jobs.project", { id: String(job.project) }) });
}

function amount({ done, total }: Job): string {
  if (total !== null) return t("jobs.doneOf", { done: formatNumber(done), total: formatNumber(total) });
  return done > 0 ? t("jobs.done", { done: formatNumber(done) }) : "";
}

function facts(job: Job): readonly string[] {
  const state = job.is_cancelling ? t("jobs.cancelling") : t(STATES[job.state]);
  const retried = job.attempt > 1 && isUnfinished(job) ? t("jobs.attempt", { number: job.attempt }) : "";
  const now = isUnfinished(job) ? job.message : "";
  return [state, amount(job), now, retried].filter((fact) => fact !== "");
}

/** Cancels or repeats; what the server makes of it comes back by the list. */
function useAct(act: (id: number) => Promise<void>, failed: CatalogueKey) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: act,
    onError: (error) => showToast("error", t(failed, { reason: errorDetails(error) })),
    onSettled: () => cache.invalidateQueries({ queryKey: jobKeys.all }),
  });
}

function JobAction({ job }: { readonly job: Job }) {
  const cancel = useAct(cancelJob, "jobs.cancelFailed");
  const retry = useAct(retryJob, "jobs.retryFailed");
  if (isUnfinished(job)) {
    return (
      <Button
        kind="ghost"
        size="small"
        disabled={job.is_cancelling}
        busy={cancel.isPending}
        onClick={() => cancel.mutate(job.id)}
      >
        {t("app.cancel")}
      </Button>
    );
  }
  // The files of an import that came to nothing are gone: it has to be sent again.
  if (job.state === "completed" || job.kind === "import") return null;
  return (
    <Button size="small" busy={retry.isPending} onClick={() => retry.mutate(job.id)}>
      {t("jobs.retry")}
    </Button>
  );
}

interface JobRowProps {
  readonly job: Job;
  /** The title of its project, once it is known. */
  readonly project: string | undefined;
}

export function JobRow({ job, project }: JobRowProps) {
  const title = titleOf(job, project);
  const share = job.total === null || job.total === 0 ? 0 : job.done / job.total;
  const ended = job.finished_at;
  return (
    <li className={styles.job}>
      <div className={styles.head}>
        <h4 className={styles.name}>{title}</h4>
        <JobAction job={job} />
      </div>
      {isUnfinished(job) && <Progress label={t("jobs.progress", { title })} value={share} kind="running" />}
      <p className={styles.facts}>
        {facts(job).join(" · ")}
        {ended !== null && (
          <>
            {" · "}
            <time dateTime={ended} title={formatExact(ended)}>
              {formatAgo(ended)}
            </time>
          </>
        )}
      </p>
      {job.error !== null && !isUnfinished(job) && <ErrorBox title={t("jobs.whyFailed")} details={job.error} />}
    </li>
  );
}
