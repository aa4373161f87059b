import { lazy, Suspense, useState } from "react";
import { Count } from "../../design/badges";
import { IconButton } from "../../design/button";
import { ErrorBoundary } from "../../design/error-boundary";
import { Skeleton } from "../../design/progress";
import { useDebounced } from "../../design/use-debounced";
import { t } from "../../i18n/t";
import styles from "./create-project.module.css";
import type { DataRecord } from "./records";

const ConfigPreview = lazy(async () => ({
  default: (await import("../../editor/shell/config-preview")).ConfigPreview,
}));

const REDRAW_AFTER_MS = 150;

interface PreviewPaneProps {
  readonly config: string;
  /** Records to leaf through; without them the sample is shown. */
  readonly records: readonly DataRecord[];
  readonly sample: DataRecord;
}

/** The config as an annotator will see it, drawn by the renderer of the label page. */
export function PreviewPane({ config, records, sample }: PreviewPaneProps) {
  const [index, setIndex] = useState(0);
  const at = Math.min(index, Math.max(records.length - 1, 0));
  const drawn = useDebounced(config, REDRAW_AFTER_MS);
  const data = records[at] ?? sample;
  return (
    <div className={styles.pane}>
      <div className={styles.paneHead}>
        <h2>{t("config.preview")}</h2>
        <Count>
          {records.length === 0 ? t("config.sample") : t("config.record", { number: at + 1, total: records.length })}
        </Count>
        <span className={styles.grow} />
        <IconButton
          icon="chevronLeft"
          label={t("config.previousRecord")}
          disabled={at === 0}
          onClick={() => setIndex(at - 1)}
        />
        <IconButton
          icon="chevronRight"
          label={t("config.nextRecord")}
          disabled={at >= records.length - 1}
          onClick={() => setIndex(at + 1)}
        />
      </div>
      <div className={styles.preview}>
        <ErrorBoundary title={t("config.loadFailed")} resetKey={drawn}>
          <Suspense fallback={<Skeleton height={24} />}>
            <ConfigPreview config={drawn} data={data} />
          </Suspense>
        </ErrorBoundary>
      </div>
      <p className={styles.previewHint}>{t("config.tryIt")}</p>
    </div>
  );
}
