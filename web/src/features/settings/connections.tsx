/** What the pages of connections look like alike: models, storages, webhooks. */

import type { ReactNode } from "react";
import { errorDetails } from "../../api/api-error";
import { Button } from "../../design/button";
import { Icon } from "../../design/icon";
import type { IconName } from "../../design/icon-paths";
import { Empty, ErrorBox } from "../../design/message";
import { Skeleton, useSlow } from "../../design/progress";
import styles from "./connections.module.css";

interface ConnectionListProps {
  /** What is listed here and what for. */
  readonly lead: string;
  readonly icon: IconName;
  /** Stands there while there are none. */
  readonly none: ReactNode;
  /** What its one primary button says. */
  readonly add: string;
  readonly onAdd: () => void;
  /** Undefined until it is known. */
  readonly isEmpty: boolean | undefined;
  readonly error: Error | null;
  readonly failed: string;
  readonly children: ReactNode;
}

/** A section that lists connections and adds to them. */
export function ConnectionList(props: ConnectionListProps) {
  const { lead, icon, none, add, onAdd, isEmpty, error, failed, children } = props;
  const isSlow = useSlow(isEmpty === undefined && error === null);
  const button = (
    <Button kind="primary" icon="plus" onClick={onAdd}>
      {add}
    </Button>
  );
  return (
    <div className={styles.page}>
      <div className={styles.top}>
        <p className={styles.lead}>{lead}</p>
        {isEmpty !== true && button}
      </div>
      {error !== null && <ErrorBox title={failed} details={errorDetails(error)} />}
      {isSlow && <Skeleton height={72} />}
      {isEmpty === true && (
        <Empty icon={icon} action={button}>
          {none}
        </Empty>
      )}
      {children}
    </div>
  );
}

interface ConnectionCardProps {
  readonly icon: IconName;
  readonly name: string;
  /** Below the title of the page, or below that of a part of it. */
  readonly level?: 2 | 3;
  readonly state: ReactNode;
  /** Where it leads, or what it does. */
  readonly place: string;
  /** What can be done with it, at the end of its first line. */
  readonly actions: ReactNode;
  readonly children: ReactNode;
}

/** One connection: what it is and how it is, what can be done with it, and what came of that. */
export function ConnectionCard({ icon, name, level = 2, state, place, actions, children }: ConnectionCardProps) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <article className={styles.card} aria-label={name}>
      <div className={styles.head}>
        <Icon name={icon} />
        <div className={styles.words}>
          <Heading className={styles.name}>
            {name} {state}
          </Heading>
          <p className={styles.place}>{place}</p>
        </div>
        {actions}
      </div>
      {children}
    </article>
  );
}

/** Tells that something worked. */
export function Done({ children }: { readonly children: ReactNode }) {
  return (
    <p className={styles.done} role="status">
      <Icon name="check" />
      {children}
    </p>
  );
}
