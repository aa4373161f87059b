import { Skeleton, useSlow } from "../design/progress";
import styles from "./app-shell.module.css";

/** Stands for a page whose code is on its way; nothing for the first moment, so that quick pages do not blink. */
export function PagePending() {
  const slow = useSlow(true);
  if (!slow) return null;
  return (
    <div className={styles.pending} aria-busy="true">
      <Skeleton width="220px" height={20} />
      <Skeleton width="100%" height={12} />
      <Skeleton width="80%" height={12} />
    </div>
  );
}
