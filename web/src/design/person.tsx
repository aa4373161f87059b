import type { ReactNode } from "react";
import { Avatar } from "./badges";
import styles from "./person.module.css";

interface PersonProps {
  readonly name: string;
  readonly size?: "normal" | "small";
  readonly title?: string;
  /** Stands behind the name. */
  readonly children?: ReactNode;
}

/** Somebody in a row of a table. */
export function Person({ name, size = "normal", title, children }: PersonProps) {
  return (
    <span className={styles.person} title={title}>
      <Avatar name={name} size={size} />
      {name}
      {children}
    </span>
  );
}
