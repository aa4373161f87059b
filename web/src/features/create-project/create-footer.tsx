import { errorDetails } from "../../api/api-error";
import { Button } from "../../design/button";
import { ConfirmDialog } from "../../design/confirm-dialog";
import { ErrorBox } from "../../design/message";
import { Progress } from "../../design/progress";
import { t } from "../../i18n/t";
import styles from "./create-project.module.css";
import type { CreateState } from "./create-state";

interface CreateFooterProps {
  readonly state: CreateState;
  /** Why Create is not possible yet; empty when it is. */
  readonly obstacle: string;
  /** Whether nothing was done wrong: it is only not done yet. */
  readonly isFresh: boolean;
  readonly tasks: number | undefined;
  readonly fileCount: number;
  readonly onCreate: () => void;
  readonly onLeave: () => void;
  readonly onStop: () => void;
}

/** Says what Create will do, or why it cannot, and shows it being done. */
export function CreateFooter(props: CreateFooterProps) {
  const { state, obstacle, isFresh, tasks, fileCount, onCreate, onLeave, onStop } = props;
  if (state.step === "importing") {
    return (
      <footer className={styles.footer}>
        <span className={styles.hint} aria-live="polite">
          {t("projects.importing", { name: state.file.name, number: state.number, total: fileCount })}
        </span>
        <div className={styles.footerProgress}>
          <Progress label={t("projects.importProgress")} value={state.sent} kind="running" />
        </div>
        <span className={styles.grow} />
        <Button onClick={onStop}>{t("projects.stopImport")}</Button>
      </footer>
    );
  }
  const busy = state.step === "creating";
  return (
    <footer className={styles.footer}>
      <span className={styles.hint}>{t("projects.nothingYet")}</span>
      <span className={styles.grow} />
      {obstacle !== "" && (
        <span className={isFresh ? styles.hint : styles.problem} id="create-obstacle">
          {obstacle}
        </span>
      )}
      <Button disabled={busy} onClick={onLeave}>
        {t("app.cancel")}
      </Button>
      <Button
        kind="primary"
        busy={busy}
        disabled={obstacle !== ""}
        aria-describedby={obstacle === "" ? undefined : "create-obstacle"}
        onClick={onCreate}
      >
        {tasks === undefined ? t("projects.create") : t("projects.createWith", { count: tasks })}
      </Button>
    </footer>
  );
}

interface ImportFailedProps {
  readonly state: Extract<CreateState, { step: "failed" }>;
  readonly onRetry: () => void;
  readonly onOpen: () => void;
  readonly onDiscard: () => void;
}

/** The project exists and a file was refused: try again, go on without it, or take everything back. */
export function ImportFailed({ state, onRetry, onOpen, onDiscard }: ImportFailedProps) {
  return (
    <ConfirmDialog
      title={t("projects.importFailed", { name: state.file.name })}
      confirm={t("projects.discard")}
      keep={t("projects.openWithout")}
      onConfirm={onDiscard}
      onClose={onOpen}
    >
      <ErrorBox
        title={t("projects.importRefused")}
        details={errorDetails(state.error)}
        actions={
          <Button size="small" onClick={onRetry}>
            {t("app.tryAgain")}
          </Button>
        }
      >
        {t("projects.importFailedHelp")}
      </ErrorBox>
    </ConfirmDialog>
  );
}
