import { Radio } from "../../../design/choice";
import { t } from "../../../i18n/t";
import styles from "./export-dialog.module.css";

export interface TaskCounts {
  /** Tasks that the filter leaves; undefined while they are being counted. */
  readonly matching: number | undefined;
  /** All tasks of the project. */
  readonly all: number | undefined;
}

interface WhichTasksProps {
  readonly counts: TaskCounts;
  readonly onlyView: boolean;
  readonly disabled: boolean;
  readonly onChange: (onlyView: boolean) => void;
}

/** The tasks of the view or all of them, where a filter makes the difference. */
export function WhichTasks({ counts, onlyView, disabled, onChange }: WhichTasksProps) {
  const choices = [
    { isView: true, title: t("data.exportView"), count: counts.matching },
    { isView: false, title: t("data.exportProject"), count: counts.all },
  ];
  return (
    <fieldset className={styles.formats} disabled={disabled}>
      <legend className={styles.legend}>{t("data.exportWhich")}</legend>
      {choices.map(({ isView, title, count }) => (
        <div key={title} className={styles.format}>
          <Radio name="which" checked={isView === onlyView} onChange={() => onChange(isView)}>
            <span className={styles.title}>{title}</span>
            {count !== undefined && <span className={styles.note}> {t("app.tasks", { count })}</span>}
          </Radio>
        </div>
      ))}
    </fieldset>
  );
}
