import type { ReactNode } from "react";
import styles from "./badges.module.css";
import { classNames } from "./class-names";
import { Icon } from "./icon";
import type { IconName } from "./icon-paths";

interface TagProps {
  readonly kind?: "plain" | "ok" | "warn" | "danger" | "info";
  readonly icon?: IconName;
  readonly children: ReactNode;
}

/** The state of a thing. */
export function Tag({ kind = "plain", icon, children }: TagProps) {
  return (
    <span className={classNames(styles.tag, styles[kind])}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </span>
  );
}

interface ChipProps {
  readonly pressed: boolean;
  readonly onClick: () => void;
  readonly icon?: IconName;
  readonly children: ReactNode;
}

/** Says which rows are shown; pressed while it does. */
export function Chip({ pressed, onClick, icon, children }: ChipProps) {
  return (
    <button type="button" aria-pressed={pressed} className={styles.chip} onClick={onClick}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A key on the keyboard. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return <kbd className={styles.kbd}>{children}</kbd>;
}

/** A quiet number beside a name. */
export function Count({ children }: { readonly children: ReactNode }) {
  return <span className={styles.count}>{children}</span>;
}

interface AvatarProps {
  readonly name: string;
  readonly size?: "normal" | "small";
}

/** The first letter of somebody; the name is read aloud and shown as title. */
export function Avatar({ name, size = "normal" }: AvatarProps) {
  const letter = [...name.trim()][0]?.toLocaleUpperCase() ?? "?";
  return (
    <span
      className={classNames(styles.avatar, size === "small" && styles.small)}
      role="img"
      aria-label={name}
      title={name}
    >
      {letter}
    </span>
  );
}
