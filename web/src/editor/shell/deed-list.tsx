import type { ComponentPropsWithRef, ReactNode } from "react";
import { Avatar } from "../../design/badges";
import { formatAgo, formatExact } from "../../i18n/dates";
import styles from "./deed-list.module.css";

/** What people did, one below the other: comments, versions. */
export function DeedList(props: ComponentPropsWithRef<"ol">) {
  return <ol {...props} className={styles.list} />;
}

interface DeedProps {
  readonly author: string;
  readonly at: string;
  /** The state it is in, beside who did it. */
  readonly state?: ReactNode;
  /** It is what the page shows. */
  readonly isOpen?: boolean;
  readonly children: ReactNode;
}

export function Deed({ author, at, state, isOpen = false, children }: DeedProps) {
  return (
    <li className={styles.item} aria-current={isOpen || undefined}>
      <div className={styles.head}>
        <Avatar name={author} size="small" />
        <span className={styles.author}>{author}</span>
        <span className={styles.when} title={formatExact(at)}>
          {formatAgo(at)}
        </span>
        {state}
      </div>
      {children}
    </li>
  );
}
