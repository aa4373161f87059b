import { Kbd } from "../../design/badges";
import { Button, IconButton } from "../../design/button";
import { t } from "../../i18n/t";
import { showCombo } from "../core/label-keys";
import styles from "./bars.module.css";
import { useEditor } from "./editor-context";
import { useStoreVersion } from "./hooks";
import { stepName } from "./step-names";

interface BottomBarProps {
  readonly canGoBack: boolean;
  readonly canGoOn: boolean;
  readonly onBack: () => void;
  readonly onOn: () => void;
  readonly onKeys: () => void;
  readonly onInstruction: (() => void) | null;
  readonly onCopy: (() => void) | null;
  /** Null where they are in view. */
  readonly onComments: (() => void) | null;
  readonly onSkip: (() => void) | null;
  /** Null where nothing can be submitted. */
  readonly onSubmit: (() => void) | null;
  readonly updates: boolean;
  readonly busy: boolean;
}

export function UndoRedo() {
  const { editor, mayEdit } = useEditor();
  const { history, store } = editor.session;
  useStoreVersion(store);
  return (
    <>
      <IconButton
        icon="undo"
        label={
          history.undoLabel === null ? t("editor.undo") : t("editor.undoWhat", { what: stepName(history.undoLabel) })
        }
        disabled={!mayEdit || history.undoLabel === null}
        onClick={() => editor.undo()}
      />
      <IconButton
        icon="redo"
        label={
          history.redoLabel === null ? t("editor.redo") : t("editor.redoWhat", { what: stepName(history.redoLabel) })
        }
        disabled={!mayEdit || history.redoLabel === null}
        onClick={() => editor.redo()}
      />
    </>
  );
}

export function BottomBar(props: BottomBarProps) {
  const {
    canGoBack,
    canGoOn,
    onBack,
    onOn,
    onKeys,
    onInstruction,
    onCopy,
    onComments,
    onSkip,
    onSubmit,
    updates,
    busy,
  } = props;
  return (
    <footer className={styles.bottom}>
      <span className={styles.walk}>
        <IconButton
          icon="chevronLeft"
          label={t("editor.previousTask")}
          disabled={!canGoBack || busy}
          onClick={onBack}
        />
        <IconButton icon="chevronRight" label={t("editor.nextTask")} disabled={!canGoOn || busy} onClick={onOn} />
        <span className={styles.divider} />
      </span>
      <UndoRedo />
      <span className={styles.wide}>
        <span className={styles.divider} />
        <Button kind="ghost" size="small" icon="keyboard" onClick={onKeys}>
          {t("editor.shortcuts")} <Kbd>?</Kbd>
        </Button>
        {onInstruction !== null && (
          <Button kind="ghost" size="small" icon="info" onClick={onInstruction}>
            {t("editor.instruction")}
          </Button>
        )}
        {onComments !== null && (
          <Button kind="ghost" size="small" icon="comment" onClick={onComments}>
            {t("editor.comments")}
          </Button>
        )}
      </span>
      <span className={styles.grow} />
      {onCopy !== null && (
        <Button icon="copy" onClick={onCopy}>
          {t("editor.copyAsNew")}
        </Button>
      )}
      {onSkip !== null && (
        <Button className={styles.action} disabled={busy} onClick={onSkip}>
          {t("editor.skip")} <Kbd>{showCombo("ctrl+space")}</Kbd>
        </Button>
      )}
      {onSubmit !== null && (
        <Button kind="primary" className={styles.action} disabled={busy} onClick={onSubmit}>
          {t(updates ? "editor.update" : "editor.submit")} <Kbd>{showCombo("ctrl+enter")}</Kbd>
        </Button>
      )}
    </footer>
  );
}
