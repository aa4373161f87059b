import { type ReactNode, useId } from "react";
import styles from "./segmented.module.css";

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** Shown instead of the label, which then only names it. */
  readonly picture?: ReactNode;
}

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly segments: readonly Segment<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** Changes how something is shown. Radio buttons underneath, so arrow keys move and Tab passes. */
export function Segmented<Value extends string>({ label, segments, value, onChange }: SegmentedProps<Value>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={styles.segmented}>
      {segments.map((segment) => (
        <label
          key={segment.value}
          className={styles.segment}
          title={segment.picture === undefined ? undefined : segment.label}
        >
          <input
            type="radio"
            name={name}
            className={styles.input}
            checked={segment.value === value}
            aria-label={segment.label}
            onChange={() => onChange(segment.value)}
          />
          {segment.picture ?? segment.label}
        </label>
      ))}
    </div>
  );
}
