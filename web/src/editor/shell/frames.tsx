/** What the label and the review page have around their work: who holds it, and what stands there while there is none. */

import type { ReactNode } from "react";
import { Button } from "../../design/button";
import { Banner, ErrorBox } from "../../design/message";
import { useSlow } from "../../design/progress";
import { t } from "../../i18n/t";
import styles from "./label-page.module.css";
import type { Phase } from "./page-state";

/** Another tab of the browser edits this; it can be had from there. */
export function HeldElsewhere({ onTakeOver }: { readonly onTakeOver: () => void }) {
  return (
    <Banner
      kind="warn"
      action={
        <Button size="small" onClick={onTakeOver}>
          {t("editor.takeOver")}
        </Button>
      }
    >
      {t("editor.otherTab")}
    </Banner>
  );
}

interface PhaseMessageProps {
  readonly title: string;
  readonly phase: Phase;
  /** What could not be loaded. */
  readonly failed: string;
  readonly onRetry: () => void;
  /** Shown when nothing is left. */
  readonly finished: ReactNode;
  readonly children?: ReactNode;
}

/** Stands where the work would be. */
export function PhaseMessage({ title, phase, failed, onRetry, finished, children }: PhaseMessageProps) {
  const slow = useSlow(phase.kind === "loading");
  return (
    <main className={styles.state}>
      <h1 className={styles.hidden}>{title}</h1>
      {slow && <p>{t("editor.loading")}</p>}
      {phase.kind === "finished" && finished}
      {phase.kind === "failed" && (
        <ErrorBox
          title={failed}
          details={phase.reason}
          actions={
            <Button size="small" onClick={onRetry}>
              {t("editor.tryAgain")}
            </Button>
          }
        />
      )}
      {children}
    </main>
  );
}
