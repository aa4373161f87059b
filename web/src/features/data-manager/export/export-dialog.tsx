import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { errorDetails } from "../../../api/api-error";
import { type ExportQuery, listExportFormats, openExport } from "../../../api/tasks";
import type { FilterGroup, View } from "../../../api/views";
import { Button } from "../../../design/button";
import { Checkbox, Radio } from "../../../design/choice";
import { Dialog } from "../../../design/dialog";
import { ErrorBox } from "../../../design/message";
import { Skeleton, useSlow } from "../../../design/progress";
import { type Segment, Segmented } from "../../../design/segmented";
import { showToast } from "../../../design/toast-store";
import { formatBytes } from "../../../i18n/bytes";
import { t } from "../../../i18n/t";
import "../../../i18n/exports";
import styles from "./export-dialog.module.css";
import { fileNameOf, type SortedFormats, sortFormats } from "./formats";
import { readAll, saveFile } from "./save-stream";
import { type TaskCounts, WhichTasks } from "./which-tasks";
import "../../../i18n/data";

const Snapshots = lazy(async () => ({ default: (await import("./snapshots")).Snapshots }));

/** At once as a download, or kept. */
type Way = "now" | "kept";

interface ExportDialogProps {
  readonly projectId: number;
  /** What the view filters by. */
  readonly filters: FilterGroup;
  readonly counts: TaskCounts;
  /** The open view, if it is a saved one. */
  readonly tab: View | undefined;
  readonly onClose: () => void;
}

type Download =
  | { readonly state: "idle" }
  | { readonly state: "running"; readonly bytes: number }
  | { readonly state: "failed"; readonly error: unknown };

interface Downloading {
  readonly download: Download;
  readonly start: (query: ExportQuery) => Promise<void>;
  readonly stop: () => void;
}

function useDownload(projectId: number, onSaved: () => void): Downloading {
  const [download, setDownload] = useState<Download>({ state: "idle" });
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  const start = async (query: ExportQuery): Promise<void> => {
    abort.current = new AbortController();
    setDownload({ state: "running", bytes: 0 });
    try {
      const response = await openExport(projectId, query, abort.current.signal);
      const content = await readAll(response, (bytes) => setDownload({ state: "running", bytes }));
      const name = fileNameOf(
        response.headers.get("Content-Disposition"),
        `project-${projectId}.${query.exportType.toLowerCase()}`,
      );
      saveFile(content, name);
      showToast("ok", t("data.exported", { name, size: formatBytes(content.size) }));
      onSaved();
    } catch (error) {
      const stopped = error instanceof DOMException && error.name === "AbortError";
      setDownload(stopped ? { state: "idle" } : { state: "failed", error });
    }
  };
  return { download, start, stop: () => abort.current?.abort() };
}

/** Takes the labels out: as a file at once, or as a snapshot that is kept. */
export function ExportDialog({ projectId, filters, counts, tab, onClose }: ExportDialogProps) {
  const formats = useQuery({
    queryKey: ["export-formats", projectId],
    queryFn: ({ signal }) => listExportFormats(projectId, signal),
  });
  const isFiltered = filters.items.length > 0;
  const [way, setWay] = useState<Way>("now");
  const [choice, setChoice] = useState<DownloadChoice>({ format: undefined, allTasks: false, onlyView: isFiltered });
  const { download, start, stop } = useDownload(projectId, onClose);
  const sorted = sortFormats(formats.data ?? []);
  const format = choice.format ?? sorted.fitting[0]?.name;
  const running = download.state === "running";
  const slow = useSlow(formats.isPending);
  const onStart = (): void => {
    if (format === undefined) return;
    void start({ exportType: format, allTasks: choice.allTasks, filters: choice.onlyView ? filters : undefined });
  };

  return (
    <Dialog
      title={t("data.exportTitle")}
      onClose={onClose}
      footer={
        way === "now" ? (
          <DownloadButtons
            download={download}
            disabled={format === undefined}
            onStart={onStart}
            onCancel={running ? stop : onClose}
          />
        ) : undefined
      }
    >
      {!running && <Segmented label={t("exports.ways")} segments={waySegments()} value={way} onChange={setWay} />}
      {formats.isError && <ErrorBox title={t("data.formatsFailed")} details={errorDetails(formats.error)} />}
      {slow && <Skeleton height={160} />}
      {way === "kept" ? (
        <Suspense fallback={null}>
          <Snapshots projectId={projectId} formats={sorted.fitting} tab={tab} />
        </Suspense>
      ) : (
        <DownloadForm
          sorted={sorted}
          choice={{ ...choice, format }}
          counts={isFiltered ? counts : undefined}
          disabled={running}
          onChange={setChoice}
        />
      )}
      {way === "now" && download.state === "failed" && (
        <ErrorBox title={t("data.exportFailed")} details={errorDetails(download.error)} />
      )}
    </Dialog>
  );
}

function waySegments(): readonly Segment<Way>[] {
  return [
    { value: "now", label: t("exports.now") },
    { value: "kept", label: t("exports.snapshots") },
  ];
}

interface DownloadButtonsProps {
  readonly download: Download;
  readonly disabled: boolean;
  readonly onStart: () => void;
  readonly onCancel: () => void;
}

function DownloadButtons({ download, disabled, onStart, onCancel }: DownloadButtonsProps) {
  return (
    <>
      {download.state === "running" && (
        <span className={styles.note} aria-live="polite">
          {t("data.exporting", { size: formatBytes(download.bytes) })}
        </span>
      )}
      <Button onClick={onCancel}>{t("app.cancel")}</Button>
      <Button kind="primary" busy={download.state === "running"} disabled={disabled} onClick={onStart}>
        {t("data.export")}
      </Button>
    </>
  );
}

interface DownloadChoice {
  readonly format: string | undefined;
  readonly allTasks: boolean;
  readonly onlyView: boolean;
}

interface DownloadFormProps {
  readonly sorted: SortedFormats;
  readonly choice: DownloadChoice;
  /** Where a filter makes a difference. */
  readonly counts: TaskCounts | undefined;
  readonly disabled: boolean;
  readonly onChange: (choice: DownloadChoice) => void;
}

/** A format and which tasks. */
function DownloadForm({ sorted, choice, counts, disabled, onChange }: DownloadFormProps) {
  const change = (values: Partial<DownloadChoice>): void => onChange({ ...choice, ...values });
  return (
    <>
      <FormatList sorted={sorted} value={choice.format} disabled={disabled} onChange={(format) => change({ format })} />
      {counts !== undefined && (
        <WhichTasks
          counts={counts}
          onlyView={choice.onlyView}
          disabled={disabled}
          onChange={(onlyView) => change({ onlyView })}
        />
      )}
      <Checkbox
        checked={choice.allTasks}
        disabled={disabled}
        onChange={(event) => change({ allTasks: event.target.checked })}
      >
        {t("data.exportAll")}
      </Checkbox>
    </>
  );
}

interface FormatListProps {
  readonly sorted: SortedFormats;
  readonly value: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (name: string) => void;
}

function FormatList({ sorted, value, disabled, onChange }: FormatListProps) {
  return (
    <fieldset className={styles.formats} disabled={disabled}>
      <legend className={styles.legend}>{t("data.format")}</legend>
      {sorted.fitting.map((format) => (
        <div key={format.name} className={styles.format}>
          <Radio name="format" checked={format.name === value} onChange={() => onChange(format.name)}>
            <span className={styles.title}>{format.title}</span>
            <span className={styles.note}> {format.description}</span>
          </Radio>
        </div>
      ))}
      {sorted.unfitting.length > 0 && (
        <details className={styles.more}>
          <summary>{t("data.unfitFormats", { count: sorted.unfitting.length })}</summary>
          {sorted.unfitting.map((format) => (
            <p key={format.name} className={styles.note}>
              <span className={styles.title}>{format.title}</span> {format.description}
            </p>
          ))}
        </details>
      )}
    </fieldset>
  );
}
