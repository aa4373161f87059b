import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { errorDetails } from "../../../api/api-error";
import { type ExportQuery, listExportFormats, openExport } from "../../../api/tasks";
import type { FilterGroup } from "../../../api/views";
import { Button } from "../../../design/button";
import { Checkbox, Radio } from "../../../design/choice";
import { Dialog } from "../../../design/dialog";
import { ErrorBox } from "../../../design/message";
import { Skeleton, useSlow } from "../../../design/progress";
import { showToast } from "../../../design/toast-store";
import { formatBytes } from "../../../i18n/bytes";
import { t } from "../../../i18n/t";
import styles from "./export-dialog.module.css";
import { fileNameOf, type SortedFormats, sortFormats } from "./formats";
import { readAll, saveFile } from "./save-stream";
import { type TaskCounts, WhichTasks } from "./which-tasks";

interface ExportDialogProps {
  readonly projectId: number;
  /** What the view filters by. */
  readonly filters: FilterGroup;
  readonly counts: TaskCounts;
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

/** Takes the labels out: a format, which tasks, and a file. */
export function ExportDialog({ projectId, filters, counts, onClose }: ExportDialogProps) {
  const formats = useQuery({
    queryKey: ["export-formats", projectId],
    queryFn: ({ signal }) => listExportFormats(projectId, signal),
  });
  const [picked, setPicked] = useState<string>();
  const [allTasks, setAllTasks] = useState(false);
  const isFiltered = filters.items.length > 0;
  const [onlyView, setOnlyView] = useState(isFiltered);
  const { download, start, stop } = useDownload(projectId, onClose);
  const sorted = sortFormats(formats.data ?? []);
  const format = picked ?? sorted.fitting[0]?.name;
  const running = download.state === "running";
  const slow = useSlow(formats.isPending);

  return (
    <Dialog
      title={t("data.exportTitle")}
      onClose={onClose}
      footer={
        <>
          {running && (
            <span className={styles.note} aria-live="polite">
              {t("data.exporting", { size: formatBytes(download.bytes) })}
            </span>
          )}
          <Button onClick={running ? stop : onClose}>{t("app.cancel")}</Button>
          <Button
            kind="primary"
            busy={running}
            disabled={format === undefined}
            onClick={() =>
              format !== undefined &&
              void start({ exportType: format, allTasks, filters: onlyView ? filters : undefined })
            }
          >
            {t("data.export")}
          </Button>
        </>
      }
    >
      {formats.isError && <ErrorBox title={t("data.formatsFailed")} details={errorDetails(formats.error)} />}
      {slow && <Skeleton height={160} />}
      <FormatList sorted={sorted} value={format} disabled={running} onChange={setPicked} />
      {isFiltered && <WhichTasks counts={counts} onlyView={onlyView} disabled={running} onChange={setOnlyView} />}
      <Checkbox checked={allTasks} disabled={running} onChange={(event) => setAllTasks(event.target.checked)}>
        {t("data.exportAll")}
      </Checkbox>
      {download.state === "failed" && (
        <ErrorBox title={t("data.exportFailed")} details={errorDetails(download.error)} />
      )}
    </Dialog>
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
