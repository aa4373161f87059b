import { t } from "../../../i18n/t";
import { displayText } from "../../core/json";
import type { LabelTask } from "../../host";
import { useEditor } from "../editor-context";
import { useStoreVersion } from "../hooks";
import styles from "../side-panel.module.css";
import type { HistoryActions } from "../use-panel";
import type { WorkTab } from "../work";
import { VersionList } from "./version-list";

function date(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : time.toLocaleString();
}

interface InfoPanelProps {
  readonly task: LabelTask | null;
  readonly tab: WorkTab | null;
  readonly history: HistoryActions;
}

/** Facts about the task and the open annotation, and what that held before. */
export function InfoPanel({ task, tab, history }: InfoPanelProps) {
  const { editor } = useEditor();
  useStoreVersion(editor.session.store);
  const foreign = [...editor.session.store.entries()].filter((entry) => entry.value.kind === "opaque").length;
  const annotation = tab?.annotation ?? null;
  const rows: readonly (readonly [string, string])[] = [
    ...(task === null
      ? []
      : [
          [t("editor.info.task"), `#${task.number}`] as const,
          [t("editor.info.created"), date(task.createdAt)] as const,
        ]),
    ...(annotation === null
      ? []
      : [
          [t("editor.info.annotation"), `#${annotation.id}`] as const,
          [t("editor.info.updated"), date(annotation.updatedAt)] as const,
        ]),
    ...(tab?.prediction?.score == null ? [] : [[t("editor.info.score"), tab.prediction.score.toFixed(3)] as const]),
    ...(foreign === 0 ? [] : [[t("editor.info.foreign"), t("editor.info.foreignText", { count: foreign })] as const]),
    ...Object.entries(editor.ui.data).map(([name, value]) => [name, displayText(value).slice(0, 300)] as const),
  ];
  return (
    <div className={styles.infoPanel}>
      <dl className={styles.info}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      {annotation !== null && (
        <VersionList
          // After an update its history is another one.
          key={`${annotation.id} ${annotation.rev}`}
          annotation={annotation}
          open={tab?.kind === "version" ? tab.key : null}
          history={history}
        />
      )}
    </div>
  );
}
