import { useQuery } from "@tanstack/react-query";
import { useMatchRoute, useParams } from "@tanstack/react-router";
import { type KeyboardEvent, useId, useState } from "react";
import { flushSync } from "react-dom";
import { errorDetails } from "../../api/api-error";
import { projectOptions } from "../../api/queries";
import { Kbd, Tag } from "../../design/badges";
import { useModalDialog } from "../../design/dialog";
import { Icon } from "../../design/icon";
import { VisuallyHidden } from "../../design/visually-hidden";
import { t } from "../../i18n/t";
import "../../i18n/palette";
import "../../i18n/settings";
import "../../i18n/team";
import { type Entry, wantedOf } from "./entries";
import styles from "./palette.module.css";
import { optionId, PaletteList } from "./palette-list";
import { opensPalette } from "./palette-store";
import { useEntries } from "./use-entries";

interface PaletteDialogProps {
  readonly onClose: () => void;
}

/** The project that is open, unless it was taken off as the scope. */
function useScope(isKept: boolean) {
  const { projectId } = useParams({ strict: false });
  const { data } = useQuery({ ...projectOptions(projectId ?? 0), enabled: projectId !== undefined });
  return isKept && projectId !== undefined ? data : undefined;
}

function useIsLabeling(): boolean {
  const matches = useMatchRoute();
  return (
    matches({ to: "/projects/$projectId/label" }) !== false || matches({ to: "/projects/$projectId/review" }) !== false
  );
}

/** One field that finds commands, tasks and places; the keys stay in it and the list follows. */
export function PaletteDialog({ onClose }: PaletteDialogProps) {
  const [typed, setTyped] = useState("");
  const [isScoped, setScoped] = useState(true);
  const [chosen, setChosen] = useState<string | null>(null);
  const scope = useScope(isScoped);
  const wanted = wantedOf(typed);
  const { entries, isSearching, error } = useEntries(wanted, scope, useIsLabeling());
  const listId = useId();
  // What was chosen may be gone when more is typed: then the first is.
  const current = entries.find(({ id }) => id === chosen) ?? entries[0];

  const run = (entry: Entry | undefined): void => {
    if (entry === undefined) return;
    // First closed, so that the page has the focus back and its keys work again.
    flushSync(onClose);
    entry.run();
  };
  const step = (by: number): void => {
    const at = current === undefined ? -1 : entries.indexOf(current);
    const next = entries[(at + by + entries.length) % entries.length];
    if (next !== undefined) setChosen(next.id);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Enter") run(current);
    else if (event.key === "Backspace" && typed === "" && scope !== undefined) setScoped(false);
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      {...useModalDialog(onClose)}
      aria-label={t("palette.title")}
      className={styles.palette}
      // No key reaches the page below, but for the one that closes this again.
      onKeyDown={(event) => {
        if (!opensPalette(event.nativeEvent)) event.stopPropagation();
      }}
      // Its backdrop counts as the dialog itself.
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className={styles.field}>
        <Icon name="search" />
        <input
          role="combobox"
          aria-label={t("palette.title")}
          aria-expanded={entries.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={current === undefined ? undefined : optionId(listId, current)}
          autoComplete="off"
          spellCheck={false}
          placeholder={
            scope === undefined
              ? t("palette.placeholder")
              : t("palette.placeholderIn", { project: scope.title || t("app.untitled") })
          }
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(null);
          }}
          onKeyDown={onKeyDown}
        />
        {scope !== undefined && <Tag>{scope.title || t("app.untitled")}</Tag>}
      </div>
      <PaletteList id={listId} entries={entries} current={current} words={wanted.words} onRun={run} />
      {entries.length === 0 && !isSearching && error === null && (
        <p className={styles.quiet}>{t("palette.none", { text: wanted.text })}</p>
      )}
      {error !== null && <p className={styles.quiet}>{t("palette.failed", { reason: errorDetails(error) })}</p>}
      <VisuallyHidden>
        <span role="status">
          {isSearching ? t("palette.searching") : t("palette.found", { count: entries.length })}
        </span>
      </VisuallyHidden>
      <Keys isScoped={scope !== undefined} />
    </dialog>
  );
}

/** The keys that work in the field. */
function Keys({ isScoped }: { readonly isScoped: boolean }) {
  return (
    <footer className={styles.foot}>
      <Hint keys={["↑", "↓"]} label={t("palette.choose")} />
      <Hint keys={["↵"]} label={t("palette.run")} />
      {isScoped && <Hint keys={["⌫"]} label={t("palette.leave")} />}
      <span className={styles.grow} />
      <Hint keys={[">"]} label={t("palette.onlyCommands")} />
    </footer>
  );
}

function Hint({ keys, label }: { readonly keys: readonly string[]; readonly label: string }) {
  return (
    <span className={styles.hint}>
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
      {label}
    </span>
  );
}
