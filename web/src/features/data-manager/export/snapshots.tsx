import { useQuery } from "@tanstack/react-query";
import { errorDetails } from "../../../api/api-error";
import { isUnfinished, snapshotOptions } from "../../../api/exports";
import { jobsOptions } from "../../../api/jobs";
import type { ExportFormat } from "../../../api/tasks";
import type { View } from "../../../api/views";
import { ErrorBox } from "../../../design/message";
import { Skeleton, useSlow } from "../../../design/progress";
import { t } from "../../../i18n/t";
import { NewSnapshot } from "./new-snapshot";
import { SnapshotRow } from "./snapshot-row";
import styles from "./snapshots.module.css";
import "../../../i18n/exports";

interface SnapshotsProps {
  readonly projectId: number;
  readonly formats: readonly ExportFormat[];
  readonly tab: View | undefined;
}

/** Exports that are kept: a new one, and those that are there. */
export function Snapshots({ projectId, formats, tab }: SnapshotsProps) {
  const snapshots = useQuery(snapshotOptions(projectId));
  const found = snapshots.data ?? [];
  const jobs = useQuery({ ...jobsOptions, enabled: found.some(isUnfinished) });
  const slow = useSlow(snapshots.isPending);
  return (
    <div className={styles.snapshots}>
      <p className={styles.lead}>{t("exports.lead")}</p>
      <NewSnapshot projectId={projectId} tab={tab} />
      <section aria-label={t("exports.kept")}>
        <h3 className={styles.heading}>{t("exports.kept")}</h3>
        {snapshots.isError && <ErrorBox title={t("exports.loadFailed")} details={errorDetails(snapshots.error)} />}
        {slow && <Skeleton height={60} />}
        {snapshots.isSuccess && found.length === 0 && <p className={styles.facts}>{t("exports.none")}</p>}
        <ul className={styles.list}>
          {found.map((snapshot) => (
            <SnapshotRow
              key={snapshot.id}
              projectId={projectId}
              snapshot={snapshot}
              formats={formats}
              jobs={jobs.data ?? []}
            />
          ))}
        </ul>
      </section>
    </div>
  );
}
