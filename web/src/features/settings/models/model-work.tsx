import { errorDetails } from "../../../api/api-error";
import { isUnfinished, type Job } from "../../../api/jobs";
import type { Model } from "../../../api/models";
import { ErrorBox } from "../../../design/message";
import { Progress } from "../../../design/progress";
import { formatNumber, t } from "../../../i18n/t";
import { Done } from "../connections";
import styles from "../connections.module.css";
import { nameOf } from "./model-form";
import own from "./models.module.css";
import type { ModelWork as Work } from "./use-model-work";

function progressText({ kind }: Work, { state, attempt, done, total }: Job): string {
  if (state === "queued") return t(attempt > 1 ? "models.retrying" : "models.waiting");
  if (kind === "train") return t("models.training");
  return t("models.predictedOf", { done, total: total === null ? "?" : formatNumber(total) });
}

function Underway({ work, job }: { readonly work: Work; readonly job: Job }) {
  const share = job.total === null || job.total === 0 ? 0 : job.done / job.total;
  return (
    <div className={own.work}>
      {work.kind === "predict" && <Progress label={t("models.progress")} value={share} kind="running" />}
      <p className={styles.facts} role="status">
        {progressText(work, job)} · {t("models.inJobs")}
      </p>
    </div>
  );
}

interface ModelWorkProps {
  readonly model: Model;
  readonly work: Work;
}

/** What became of the work this page has set a model to. */
export function ModelWork({ model, work }: ModelWorkProps) {
  const { kind, job, error } = work;
  const failed = t(kind === "train" ? "models.trainFailed" : "models.predictFailed", { name: nameOf(model) });
  if (error !== null) return <ErrorBox title={failed} details={errorDetails(error)} />;
  if (job === null) return null;
  if (isUnfinished(job)) return <Underway work={work} job={job} />;
  if (job.state !== "completed") return <ErrorBox title={failed} details={job.error ?? t("models.cancelled")} />;
  return (
    <Done>
      {kind === "train"
        ? t("models.trained", { version: model.model_version })
        : t("models.predicted", { count: job.done })}
    </Done>
  );
}
