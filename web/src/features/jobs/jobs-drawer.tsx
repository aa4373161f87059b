import { useQuery } from "@tanstack/react-query";
import { errorDetails } from "../../api/api-error";
import { isUnfinished, type Job } from "../../api/jobs";
import { projectTitlesOptions } from "../../api/queries";
import { Dialog } from "../../design/dialog";
import { Empty, ErrorBox } from "../../design/message";
import { t } from "../../i18n/t";
import { JobRow } from "./job-row";
import styles from "./jobs.module.css";
import "../../i18n/jobs";

const NO_TITLES: ReadonlyMap<number, string> = new Map();

interface JobsDrawerProps {
  readonly jobs: readonly Job[];
  readonly error: Error | null;
  readonly onClose: () => void;
}

interface GroupProps {
  readonly title: string;
  readonly jobs: readonly Job[];
  readonly projects: ReadonlyMap<number, string>;
}

function Group({ title, jobs, projects }: GroupProps) {
  if (jobs.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className={styles.group}>{title}</h3>
      <ul className={styles.jobs}>
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} project={job.project === null ? undefined : projects.get(job.project)} />
        ))}
      </ul>
    </section>
  );
}

/** What runs in the background, and what came of it. */
export function JobsDrawer({ jobs, error, onClose }: JobsDrawerProps) {
  const ids = [...new Set(jobs.flatMap(({ project }) => project ?? []))].sort((a, b) => a - b);
  const { data: projects = NO_TITLES } = useQuery(projectTitlesOptions(ids));
  return (
    <Dialog title={t("jobs.title")} size="side" onClose={onClose}>
      {error !== null && <ErrorBox title={t("jobs.loadFailed")} details={errorDetails(error)} />}
      {error === null && jobs.length === 0 && <Empty>{t("jobs.none")}</Empty>}
      <Group title={t("jobs.now")} jobs={jobs.filter(isUnfinished)} projects={projects} />
      <Group title={t("jobs.finished")} jobs={jobs.filter((job) => !isUnfinished(job))} projects={projects} />
    </Dialog>
  );
}
