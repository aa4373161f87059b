import { classNames } from "../../design/class-names";
import { Icon } from "../../design/icon";
import type { IconName } from "../../design/icon-paths";
import type { CatalogueKey } from "../../i18n/catalogue";
import { t } from "../../i18n/t";
import type { Mode } from "../media/image/tools/tool";
import styles from "./label-page.module.css";
import { tool, useTool } from "./tools";

export const TOOLS: readonly {
  readonly mode: Mode;
  readonly icon: IconName;
  readonly label: CatalogueKey;
  readonly key: string;
}[] = [
  { mode: "select", icon: "cursor", label: "editor.tool.select", key: "v" },
  { mode: "pan", icon: "hand", label: "editor.tool.pan", key: "h" },
  { mode: "draw", icon: "rectangle", label: "editor.tool.rectangle", key: "r" },
];

/** The tools of a picture. */
export function ToolRail() {
  const mode = useTool();
  return (
    <section className={styles.tools} aria-label={t("editor.tools")}>
      {TOOLS.map((item) => (
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
