import { useState } from "react";
import { Chip, Tag } from "../../design/badges";
import { t } from "../../i18n/t";
import styles from "./create-project.module.css";
import { TemplateSketch } from "./template-sketch";
import { MEDIA, type Medium, TEMPLATES, type Template } from "./templates";

interface TemplateBlockProps {
  /** The medium of the data, when there is some. */
  readonly fitting: Medium | undefined;
  readonly chosen: string | undefined;
  readonly onChoose: (template: Template) => void;
}

/** Templates by medium; a choice replaces the config. */
export function TemplateBlock({ fitting, chosen, onChoose }: TemplateBlockProps) {
  const [picked, setPicked] = useState<Medium>();
  const medium = picked ?? fitting ?? "text";
  return (
    <section className={styles.block} aria-labelledby="template-heading">
      <div className={styles.blockHead}>
        <h2 id="template-heading">{t("projects.template")}</h2>
        {fitting === medium && <Tag kind="info">{t("projects.fits")}</Tag>}
      </div>
      <div className={styles.media}>
        {MEDIA.map((one) => (
          <Chip key={one.medium} pressed={one.medium === medium} onClick={() => setPicked(one.medium)}>
            {t(one.name)}
          </Chip>
        ))}
      </div>
      <div className={styles.templates}>
        {TEMPLATES.filter((template) => template.medium === medium).map((template) => (
          <button
            key={template.id}
            type="button"
            className={styles.template}
            aria-pressed={template.id === chosen}
            onClick={() => onChoose(template)}
          >
            <TemplateSketch id={template.id} />
            <span className={styles.templateWords}>
              <span className={styles.templateName}>{t(template.title)}</span>
              <span className={styles.hint}>{t(template.summary)}</span>
            </span>
          </button>
        ))}
      </div>
    </section>
  );
}
