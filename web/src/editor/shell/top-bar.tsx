import type { ReactNode } from "react";
import { Avatar, Count } from "../../design/badges";
import { Button, IconButton } from "../../design/button";
import { classNames } from "../../design/class-names";
import { Icon } from "../../design/icon";
import { Progress } from "../../design/progress";
import { formatNumber, t } from "../../i18n/t";
import type { SaveState } from "../core/draft-saver";
import { showCombo } from "../core/label-keys";
import type { Observable } from "../core/observable";
import type { LabelProject, OutboxItem } from "../host";
import styles from "./bars.module.css";
import { useObservable } from "./hooks";
import { COMPARE_KEY } from "./page-keys";
import type { Work, WorkTab } from "./work";

interface TabButtonProps {
  readonly tab: WorkTab;
  readonly selected: boolean;
  readonly onOpen: () => void;
}

function tabTitle(tab: WorkTab): string {
  if (tab.kind === "prediction") return tab.title === "" ? t("editor.prediction") : tab.title;
  return tab.kind === "new" || tab.kind === "mine" ? t("editor.mine") : tab.title;
}

function tabNote(tab: WorkTab): string {
  if (tab.kind === "new") return t("editor.draft");
  if (tab.prediction !== null) return tab.prediction.score?.toFixed(2) ?? "";
  const note = `#${tab.annotation?.id ?? ""}`;
  return tab.annotation?.wasCancelled === true ? `${note} ${t("editor.skipped")}` : note;
}

function TabButton({ tab, selected, onOpen }: TabButtonProps) {
  return (
    <button
      type="button"
      role="tab"
      aria-selected={selected}
      tabIndex={selected ? 0 : -1}
      className={classNames(styles.tab, selected && styles.tabOn)}
      onClick={onOpen}
    >
      {tab.kind === "prediction" ? <Icon name="model" /> : <Avatar name={tab.title} size="small" />}
      <span className={styles.tabName}>{tabTitle(tab)}</span>
      <Count>{tabNote(tab)}</Count>
    </button>
  );
}

interface AnnotationTabsProps {
  readonly tabs: readonly WorkTab[];
  readonly open: string | null;
  readonly onOpen: (key: string) => void;
  /** Null where nothing new is begun. */
  readonly onNew: (() => void) | null;
  /** Null where there is nothing to compare with. */
  readonly onCompare: (() => void) | null;
  /** Says that some model had nothing to say. */
  readonly modelsFailed: boolean;
}

export function AnnotationTabs(props: AnnotationTabsProps) {
  const { tabs, open, onOpen, onNew, onCompare, modelsFailed } = props;
  const hasNew = tabs.some((tab) => tab.kind === "new");
  return (
    <div className={styles.tabBar}>
      <div
        className={styles.tabs}
        role="tablist"
        aria-label={t("editor.annotations")}
        onKeyDown={(event) => {
          const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          const at = tabs.findIndex((tab) => tab.key === open);
          const next = step === undefined ? undefined : tabs[(at + step + tabs.length) % tabs.length];
          if (next === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          onOpen(next.key);
          const buttons = event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]");
          buttons.item(tabs.indexOf(next)).focus();
        }}
      >
        {tabs.map((tab) => (
          <TabButton key={tab.key} tab={tab} selected={tab.key === open} onOpen={() => onOpen(tab.key)} />
        ))}
      </div>
      {!hasNew && onNew !== null && <IconButton icon="plus" label={t("editor.newAnnotation")} onClick={onNew} />}
      {onCompare !== null && (
        <IconButton icon="columns" label={`${t("editor.compare")} (${showCombo(COMPARE_KEY)})`} onClick={onCompare} />
      )}
      {modelsFailed && (
        <span className={styles.tabNote} role="status">
          <Icon name="model" />
          {t("editor.modelsFailed")}
        </span>
      )}
    </div>
  );
}

const SAVE_TEXT = {
  saved: "editor.saved",
  unsaved: "editor.unsaved",
  saving: "editor.saving",
  offline: "editor.offline",
  refused: "editor.notSaved",
  conflict: "editor.conflict",
} as const;

function SavedText({ state }: { readonly state: Observable<SaveState> }) {
  const save = useObservable(state);
  const trouble = save.kind === "offline" || save.kind === "refused" || save.kind === "conflict";
  return (
    <span
      className={styles.saved}
      role="status"
      data-state={save.kind}
      title={save.kind === "refused" ? save.reason : undefined}
    >
      <Icon name={trouble ? "alert" : save.kind === "saved" ? "check" : "refresh"} />
      <span className={trouble ? undefined : styles.savedWord}>{t(SAVE_TEXT[save.kind])}</span>
    </span>
  );
}

export function SavedState({ work }: { readonly work: Work | null }) {
  if (work === null) return null;
  if (work.saver !== null) return <SavedText state={work.saver.state} />;
  return (
    <span className={styles.saved} role="status">
      <Icon name="lock" />
      {t("editor.readOnly")}
    </span>
  );
}

/** Submissions that could not be delivered yet; those on their way are nobody's business. */
export function OutboxButton({
  items,
  onOpen,
}: {
  readonly items: readonly OutboxItem[];
  readonly onOpen: () => void;
}) {
  const stuck = items.filter((item) => item.state !== "sending");
  if (stuck.length === 0) return null;
  return (
    <Button kind="ghost" size="small" icon="alert" className={styles.outbox} onClick={onOpen}>
      {t("editor.notSent", { count: stuck.length })}
    </Button>
  );
}

interface TopBarProps {
  readonly project: LabelProject;
  readonly home: ReactNode;
  readonly position: number | null;
  readonly taskNumber: number | null;
  readonly tabs: ReactNode;
  readonly children: ReactNode;
}

/** Where one is: project, task, annotation. */
export function TopBar({ project, home, position, taskNumber, tabs, children }: TopBarProps) {
  const place = position ?? taskNumber;
  return (
    <header className={styles.top}>
      {home}
      {place !== null && (
        <span className={styles.position}>
          <span className={styles.strong}>{position === null ? `#${place}` : formatNumber(place)}</span>
          {position !== null && <span className={styles.muted}>{t("editor.ofTotal", { total: project.total })}</span>}
          {position !== null && (
            <span className={styles.progress}>
              <Progress label={t("editor.progress")} value={project.total === 0 ? 0 : (position - 1) / project.total} />
            </span>
          )}
        </span>
      )}
      {tabs}
      <span className={styles.grow} />
      {children}
    </header>
  );
}
