import { type ReactNode, useEffect, useId, useRef } from "react";
import { Icon } from "../../design/icon";
import { t } from "../../i18n/t";
import { type Entry, GROUPS, pieces } from "./entries";
import styles from "./palette.module.css";

/** The id of an entry's row, by which the field names the chosen one. */
export function optionId(listId: string, entry: Entry): string {
  return `${listId} ${entry.id}`.replaceAll(" ", "-");
}

interface PaletteListProps {
  readonly id: string;
  readonly entries: readonly Entry[];
  readonly current: Entry | undefined;
  /** What was typed, to be told apart in the names. */
  readonly words: readonly string[];
  readonly onRun: (entry: Entry) => void;
}

export function PaletteList({ id, entries, current, words, onRun }: PaletteListProps) {
  return (
    <div className={styles.list} id={id} role="listbox" aria-label={t("palette.results")}>
      {GROUPS.map((group) => {
        const members = entries.filter((entry) => entry.group === group);
        if (members.length === 0) return null;
        return (
          <Section key={group} title={t(`palette.${group}`)}>
            {members.map((entry) => (
              <Option
                key={entry.id}
                id={optionId(id, entry)}
                entry={entry}
                words={words}
                isOn={entry === current}
                onRun={() => onRun(entry)}
              />
            ))}
          </Section>
        );
      })}
    </div>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a list of options
    <div role="group" aria-labelledby={id}>
      <div id={id} className={styles.heading} role="presentation">
        {title}
      </div>
      {children}
    </div>
  );
}

interface OptionProps {
  readonly id: string;
  readonly entry: Entry;
  readonly words: readonly string[];
  readonly isOn: boolean;
  readonly onRun: () => void;
}

function Option({ id, entry, words, isOn, onRun }: OptionProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isOn) row.current?.scrollIntoView({ block: "nearest" });
  }, [isOn]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus, and its keys
    // biome-ignore lint/a11y/useFocusableInteractive: the field names the chosen one by aria-activedescendant
    <div ref={row} id={id} role="option" aria-selected={isOn} className={styles.option} onClick={onRun}>
      <Icon name={entry.icon} />
      <span className={styles.name}>
        {pieces(entry.name, words).map((piece, place) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the name
          place % 2 === 1 ? <b key={place}>{piece}</b> : piece,
        )}
      </span>
      {entry.note !== undefined && <span className={styles.note}>{entry.note}</span>}
      <span className={styles.grow} />
      {entry.aside !== undefined && <span className={styles.aside}>{entry.aside}</span>}
    </div>
  );
}
