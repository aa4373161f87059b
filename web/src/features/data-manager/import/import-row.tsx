import { errorDetails } from "../../../api/api-error";
import { Button, IconButton } from "../../../design/button";
import { Icon } from "../../../design/icon";
import { ErrorBox } from "../../../design/message";
import { Progress } from "../../../design/progress";
import { Spinner } from "../../../design/spinner";
import { formatBytes } from "../../../i18n/bytes";
import { t } from "../../../i18n/t";
import styles from "./import-dialog.module.css";
import type { ImportItem } from "./use-imports";

interface ImportRowProps {
  readonly item: ImportItem;
  readonly onCancel: () => void;
  readonly onRetry: () => void;
}

function progressText(item: ImportItem): string {
  const size = item.size === undefined ? "" : formatBytes(item.size);
  switch (item.state) {
    case "waiting":
      return t("data.importWaiting");
    case "sending":
      // Everything has left; what remains is the server's work.
      return item.share >= 1 || item.size === undefined
        ? t("data.importReading")
        : t("data.importSending", { sent: formatBytes(item.share * item.size), total: size });
    case "done":
      return t("data.imported", { count: item.result.task_count });
    case "failed":
      return t("data.importNothing");
    case "cancelled":
      return t("data.importCancelled");
  }
}

/** One import: how far it is, what came of it, and the server's words when it was refused. */
export function ImportRow({ item, onCancel, onRetry }: ImportRowProps) {
  const running = item.state === "waiting" || item.state === "sending";
  return (
    <li className={styles.item}>
      <div className={styles.itemHead}>
        {running ? (
          <Spinner />
        ) : (
          <Icon name={item.state === "done" ? "check" : "alert"} className={styles[item.state]} />
        )}
        <div className={styles.words}>
          <p className={styles.name}>{item.name}</p>
          <p className={styles.note} aria-live="polite">
            {progressText(item)}
          </p>
        </div>
        {running && <IconButton icon="close" label={t("data.importCancel", { name: item.name })} onClick={onCancel} />}
        {(item.state === "failed" || item.state === "cancelled") && (
          <Button size="small" onClick={onRetry}>
            {t("app.tryAgain")}
          </Button>
        )}
      </div>
      {item.state === "sending" && (
        <Progress label={t("data.importProgress", { name: item.name })} value={item.share} kind="running" />
      )}
      {item.state === "failed" && (
        <ErrorBox title={t("data.importRefused")} details={errorDetails(item.error)}>
          {t("data.importRefusedHelp")}
        </ErrorBox>
      )}
    </li>
  );
}
