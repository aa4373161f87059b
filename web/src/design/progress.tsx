import { useEffect, useState } from "react";
import styles from "./progress.module.css";

interface ProgressProps {
  readonly label: string;
  /** From 0 to 1. */
  readonly value: number;
  readonly kind?: "done" | "running";
}

const SKELETON_AFTER_MS = 150;

/** How much of something is done; complete turns green. */
export function Progress({ label, value, kind = "done" }: ProgressProps) {
  const share = Math.min(1, Math.max(0, value));
  const percent = Math.round(share * 100);
  const look = share >= 1 ? styles.complete : kind === "running" ? styles.running : undefined;
  return (
    <div
      className={styles.bar}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div className={`${styles.value} ${look ?? ""}`} style={{ width: `${share * 100}%` }} />
    </div>
  );
}

/** True once waiting has lasted long enough to be worth showing. */
export function useSlow(waiting: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!waiting) {
      setSlow(false);
      return;
    }
    const timer = setTimeout(() => setSlow(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, [waiting]);
  return waiting && slow;
}

/** The place of a line that is not here yet. */
export function Skeleton({ width = "100%", height = 10 }: { readonly width?: string; readonly height?: number }) {
  return <span className={styles.skeleton} style={{ width, height }} aria-hidden="true" />;
}
