import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorDetails } from "../../../api/api-error";
import {
  type Conversion,
  convertSnapshot,
  deleteSnapshot,
  downloadAddress,
  type ExportStatus,
  isBeingMade,
  type Snapshot,
  snapshotKeys,
} from "../../../api/exports";
import type { Job } from "../../../api/jobs";
import type { ExportFormat } from "../../../api/tasks";
import { Tag } from "../../../design/badges";
import { Button, buttonClass, IconButton } from "../../../design/button";
import { Select } from "../../../design/field";
import { Icon } from "../../../design/icon";
import { ErrorBox } from "../../../design/message";
import { Progress } from "../../../design/progress";
import { Spinner } from "../../../design/spinner";
import { showToast } from "../../../design/toast-store";
import { formatBytes } from "../../../i18n/bytes";
import type { CatalogueKey } from "../../../i18n/catalogue";
import { formatAgo, formatExact } from "../../../i18n/dates";
import { t } from "../../../i18n/t";
import styles from "./snapshots.module.css";

interface Look {
  readonly kind: "ok" | "info" | "danger";
  readonly text: CatalogueKey;
}

const LOOKS: Readonly<Record<ExportStatus, Look>> = {
  created: { kind: "info", text: "exports.status.waiting" },
  in_progress: { kind: "info", text: "exports.status.running" },
  completed: { kind: "ok", text: "exports.status.completed" },
  failed: { kind: "danger", text: "exports.status.failed" },
};

interface SnapshotRowProps {
  readonly projectId: number;
  readonly snapshot: Snapshot;
  /** Formats that fit the project. */
  readonly formats: readonly ExportFormat[];
  /** What is known of background work. */
  readonly jobs: readonly Job[];
}

/** Converts or deletes; the list tells what came of it. */
function useActs(projectId: number, snapshot: Snapshot) {
  const cache = useQueryClient();
  const onSettled = () => cache.invalidateQueries({ queryKey: snapshotKeys.of(projectId) });
  const convert = useMutation({
    mutationFn: (format: string) => convertSnapshot(projectId, snapshot.id, format),
    onError: (error) => showToast("error", t("exports.convertFailed", { reason: errorDetails(error) })),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: () => deleteSnapshot(projectId, snapshot.id),
    onError: (error) => showToast("error", t("exports.deleteFailed", { reason: errorDetails(error) })),
    onSettled,
  });
  return { convert, remove };
}

/** One snapshot: what it holds, the files of it, and what can be done. */
export function SnapshotRow({ projectId, snapshot, formats, jobs }: SnapshotRowProps) {
  const { convert, remove } = useActs(projectId, snapshot);
  const { title, status, converted_formats: conversions } = snapshot;
  const look = LOOKS[status];
  const known = new Set(conversions.filter((one) => one.status !== "failed").map((one) => one.export_type));
  const open = formats.filter(({ name }) => name !== "JSON" && !known.has(name));
  const failed = conversions.find((one) => one.status === "failed");
  return (
    <li className={styles.snapshot}>
      <div className={styles.head}>
        <h4 className={styles.name}>
          {title} <Tag kind={look.kind}>{t(look.text)}</Tag>
        </h4>
        <Delete title={title} busy={remove.isPending} onDelete={() => remove.mutate()} />
      </div>
      <Facts snapshot={snapshot} />
      <Running title={title} status={status} job={jobs.find(({ id }) => id === snapshot.job)} />
      {status === "completed" && (
        <div className={styles.files}>
          <ul className={styles.files} aria-label={t("exports.files", { title })}>
            <li>
              <FileLink projectId={projectId} snapshot={snapshot} format="JSON" size={snapshot.size} />
            </li>
            {conversions.map((one) => (
              <li key={one.id}>
                <Converted projectId={projectId} snapshot={snapshot} conversion={one} />
              </li>
            ))}
          </ul>
          {open.length > 0 && (
            <Convert title={title} formats={open} busy={convert.isPending} onConvert={(name) => convert.mutate(name)} />
          )}
        </div>
      )}
      {snapshot.error !== null && <ErrorBox title={t("exports.whyFailed")} details={snapshot.error} />}
      {failed !== undefined && (
        <ErrorBox
          title={t("exports.whyNotConverted", { format: failed.export_type })}
          details={failed.traceback ?? ""}
        />
      )}
    </li>
  );
}

interface ConvertProps {
  readonly title: string;
  readonly formats: readonly ExportFormat[];
  readonly busy: boolean;
  readonly onConvert: (format: string) => void;
}

function Convert({ title, formats, busy, onConvert }: ConvertProps) {
  const [picked, setPicked] = useState("");
  const format = formats.find(({ name }) => name === picked) ?? formats[0];
  return (
    <div className={styles.convert}>
      <Select
        size="small"
        aria-label={t("exports.convertTo", { title })}
        value={format?.name}
        onChange={(event) => setPicked(event.target.value)}
      >
        {formats.map(({ name, title: shown }) => (
          <option key={name} value={name}>
            {shown}
          </option>
        ))}
      </Select>
      <Button size="small" busy={busy} onClick={() => format !== undefined && onConvert(format.name)}>
        {t("exports.convert")}
      </Button>
    </div>
  );
}

interface DeleteProps {
  readonly title: string;
  readonly busy: boolean;
  readonly onDelete: () => void;
}

/** Asks in place: a dialog over the dialog would hide what it is about. */
function Delete({ title, busy, onDelete }: DeleteProps) {
  const [asks, setAsks] = useState(false);
  if (!asks) return <IconButton icon="trash" label={t("exports.delete", { title })} onClick={() => setAsks(true)} />;
  return (
    <>
      <Button size="small" autoFocus onClick={() => setAsks(false)}>
        {t("exports.keep")}
      </Button>
      <Button size="small" kind="danger" busy={busy} onClick={onDelete}>
        {t("exports.deleteNow")}
      </Button>
    </>
  );
}

function Facts({ snapshot }: Pick<SnapshotRowProps, "snapshot">) {
  const { counters, created_at: at, created_by: author, status } = snapshot;
  return (
    <p className={styles.facts}>
      {status === "completed" && (
        <>
          {t("app.tasks", { count: counters.task_number })} ·{" "}
          {t("exports.annotations", { count: counters.annotation_number })} ·{" "}
        </>
      )}
      <time dateTime={at} title={formatExact(at)}>
        {formatAgo(at)}
      </time>
      {author !== null && <> · {author.email}</>}
    </p>
  );
}

interface RunningProps {
  readonly title: string;
  readonly status: ExportStatus;
  readonly job: Job | undefined;
}

function Running({ title, status, job }: RunningProps) {
  if (!isBeingMade(status)) return null;
  const total = job?.total ?? 0;
  return (
    <Progress
      label={t("exports.progress", { title })}
      value={total === 0 ? 0 : (job?.done ?? 0) / total}
      kind="running"
    />
  );
}

interface FileLinkProps {
  readonly projectId: number;
  readonly snapshot: Snapshot;
  readonly format: string;
  readonly size: number;
}

function FileLink({ projectId, snapshot, format, size }: FileLinkProps) {
  return (
    <a className={buttonClass({ size: "small" })} href={downloadAddress(projectId, snapshot.id, format)} download="">
      <Icon name="exportFile" />
      {t("exports.download", { format, size: formatBytes(size) })}
    </a>
  );
}

interface ConvertedProps extends Pick<SnapshotRowProps, "projectId" | "snapshot"> {
  readonly conversion: Conversion;
}

function Converted({ projectId, snapshot, conversion }: ConvertedProps) {
  const { export_type: format, status, size } = conversion;
  if (status === "failed") return null;
  if (isBeingMade(status)) {
    return (
      <span className={styles.converting}>
        <Spinner /> {t("exports.converting", { format })}
      </span>
    );
  }
  return <FileLink projectId={projectId} snapshot={snapshot} format={format} size={size} />;
}
