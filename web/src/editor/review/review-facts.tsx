import { Avatar, Count } from "../../design/badges";
import { t } from "../../i18n/t";
import { isRegion } from "../core/entries";
import { useEditor } from "../shell/editor-context";
import { useStoreVersion } from "../shell/hooks";
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

/** Whose work is shown, how much it is and how long it took. */
export function ReviewFacts({ tab }: { readonly tab: WorkTab }) {
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
    </section>
  );
}
