import { lazy, Suspense, useState } from "react";
import { IconButton } from "../../design/button";
import { t } from "../../i18n/t";
import styles from "./jobs.module.css";
import { useJobs } from "./use-jobs";
import "../../i18n/jobs";

const JobsDrawer = lazy(async () => ({ default: (await import("./jobs-drawer")).JobsDrawer }));

/** Opens the list of jobs; says how many are on their way. */
export function JobsButton() {
  const [open, setOpen] = useState(false);
  const { jobs, error, running } = useJobs({ watches: open });
  return (
    <>
      <span className={styles.opener}>
        <IconButton
          icon="jobs"
          label={running === 0 ? t("jobs.title") : t("jobs.running", { count: running })}
          onClick={() => setOpen(true)}
        />
        {running > 0 && (
          <span className={styles.badge} aria-hidden="true">
            {running}
          </span>
        )}
      </span>
      {open && (
        <Suspense fallback={null}>
          <JobsDrawer jobs={jobs} error={error} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
