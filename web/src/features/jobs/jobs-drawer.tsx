import { errorDetails } from "../../api/api-error";
import { isUnfinished, type Job } from "../../api/jobs";
import { Dialog } from "../../design/dialog";
import { Empty, ErrorBox } from "../../design/message";
import { t } from "../../i18n/t";
import { JobRow } from "./job-row";
import styles from "./jobs.module.css";

interface JobsDrawerProps {
  readonly jobs: readonly Job[];
  readonly error: Error | null;
  readonly onClose: () => void;
}

function Group({ title, jobs }: { readonly title: string; readonly jobs: readonly Job[] }) {
  if (jobs.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className={styles.group}>{title}</h3>
      <ul className={styles.jobs}>
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} />
        ))}
      </ul>
    </section>
  );
}

/** What runs in the background, and what came of it. */
export function JobsDrawer({ jobs, error, onClose }: JobsDrawerProps) {
  return (
    <Dialog title={t("jobs.title")} size="side" onClose={onClose}>
      {error !== null && <ErrorBox title={t("jobs.loadFailed")} details={errorDetails(error)} />}
      {error === null && jobs.length === 0 && <Empty>{t("jobs.none")}</Empty>}
      <Group title={t("jobs.now")} jobs={jobs.filter(isUnfinished)} />
      <Group title={t("jobs.finished")} jobs={jobs.filter((job) => !isUnfinished(job))} />
    </Dialog>
  );
}
