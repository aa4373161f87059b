import { classNames } from "../../../design/class-names";
import { t } from "../../../i18n/t";
import type { LabelUser } from "../../host";
import styles from "./comments.module.css";

export function optionId(listId: string, at: number): string {
  return `${listId}-${at}`;
}

interface PeopleProps {
  readonly id: string;
  readonly people: readonly LabelUser[];
  /** The one that Enter takes. */
  readonly at: number;
  readonly onPick: (person: LabelUser) => void;
}

/** Who fits what is typed after `@`. The focus stays in the field. */
export function People({ id, people, at, onPick }: PeopleProps) {
  if (people.length === 0) return null;
  return (
    <div role="listbox" id={id} aria-label={t("comments.people")} className={styles.people}>
      {people.map((person, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys
        <div
          key={person.id}
          role="option"
          id={optionId(id, index)}
          aria-selected={index === at}
          className={classNames(styles.person, index === at && styles.personOn)}
          // The press would take the focus away, and with it the list.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(person)}
        >
          {person.name}
        </div>
      ))}
    </div>
  );
}
