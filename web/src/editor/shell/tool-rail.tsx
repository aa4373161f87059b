import { classNames } from "../../design/class-names";
import { Icon } from "../../design/icon";
import { t } from "../../i18n/t";
import { useEditor } from "./editor-context";
import styles from "./label-page.module.css";
import { tool, toolsFor, useTool } from "./tools";

/** The tools of a picture. */
export function ToolRail() {
  const { editor } = useEditor();
  const mode = useTool();
  return (
    <section className={styles.tools} aria-label={t("editor.tools")}>
      {toolsFor(editor.ui).map((item) => (
        <button
          key={item.mode}
          type="button"
          className={classNames(styles.tool, mode === item.mode && styles.toolOn)}
          aria-pressed={mode === item.mode}
          aria-label={t(item.label)}
          title={`${t(item.label)} (${item.key.toUpperCase()})`}
          onClick={() => tool.set(item.mode)}
        >
          <Icon name={item.icon} />
          <span aria-hidden="true">{item.key.toUpperCase()}</span>
        </button>
      ))}
    </section>
  );
}
