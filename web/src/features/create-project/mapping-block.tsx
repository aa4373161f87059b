import { Select } from "../../design/field";
import { Icon } from "../../design/icon";
import { t } from "../../i18n/t";
import styles from "./create-project.module.css";
import { renameVariable, variablesOf } from "./variables";

interface MappingBlockProps {
  readonly config: string;
  readonly columns: readonly string[];
  readonly onChange: (config: string) => void;
}

/** Which column feeds which tag. The data stays as it is; the config is pointed at it. */
export function MappingBlock({ config, columns, onChange }: MappingBlockProps) {
  const variables = variablesOf(config);
  const used = new Set(variables.map(({ field }) => field));
  const kept = columns.filter((column) => !used.has(column));
  return (
    <div className={styles.mapping}>
      {variables.map(({ field, tag }) => (
        <div key={`${tag}-${field}`} className={styles.mapRow}>
          <span className={styles.mapTag}>{tag}</span>
          <Icon name="arrow" />
          <Select
            size="small"
            aria-label={t("projects.columnFor", { tag })}
            aria-invalid={!columns.includes(field)}
            value={field}
            onChange={(event) => onChange(renameVariable(config, field, event.target.value))}
          >
            {!columns.includes(field) && <option value={field}>{t("projects.noColumn", { field })}</option>}
            {columns.map((column) => (
              <option key={column} value={column}>
                {column}
              </option>
            ))}
          </Select>
        </div>
      ))}
      {kept.length > 0 && (
        <div className={styles.mapRow}>
          <span className={styles.kept} title={kept.join(", ")}>
            {kept.join(", ")}
          </span>
          <Icon name="arrow" />
          <span className={styles.hint}>{t("projects.kept")}</span>
        </div>
      )}
    </div>
  );
}
