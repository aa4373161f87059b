import { Avatar, Count, Kbd } from "../../design/badges";
import { Button } from "../../design/button";
import { t } from "../../i18n/t";
import { isRegion } from "../core/entries";
import { showCombo } from "../core/label-keys";
import { useEditor } from "../shell/editor-context";
import { useStoreVersion } from "../shell/hooks";
import { COMPARE_KEY } from "../shell/page-keys";
import type { WorkTab } from "../shell/work";
import { hasRegionControls } from "../tags/regions";
import styles from "./review.module.css";

const MINUTE = 60;

/** Seconds as a person says them: 58 s, 1 min 40 s. */
export function spanText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < MINUTE) return t("review.seconds", { seconds: whole });
  return t("review.minutes", { minutes: Math.floor(whole / MINUTE), seconds: whole % MINUTE });
}

interface ReviewFactsProps {
  readonly tab: WorkTab;
  /** Null where there is nothing to compare with. */
  readonly onCompare: (() => void) | null;
}

/** Whose work is shown, how much it is and how long it took. */
export function ReviewFacts({ tab, onCompare }: ReviewFactsProps) {
  const { editor } = useEditor();
  useStoreVersion(editor.session.store);
  const { annotation } = tab;
  const count = [...editor.session.store.entries()].filter(isRegion).length;
  return (
    <section className={styles.facts} aria-label={t("review.by")}>
      <Avatar name={tab.title} size="small" />
      <span className={styles.name}>{tab.title}</span>
      <span className={styles.quiet}>
        {hasRegionControls(editor.ui) && `${t("review.regions", { count })} · `}
        {spanText(annotation?.leadTime ?? 0)}
      </span>
      <Count>#{annotation?.id}</Count>
      {onCompare !== null && (
        <>
          <span className={styles.grow} />
          <Button kind="ghost" size="small" icon="columns" onClick={onCompare}>
            {t("review.compare")} <Kbd>{showCombo(COMPARE_KEY)}</Kbd>
          </Button>
        </>
      )}
    </section>
  );
}
