import { lazy, Suspense, useState } from "react";
import type { ConfigIssue } from "../../api/api-error";
import { ProblemBar } from "../../design/code-editor/problem-bar";
import type { ConfigVerdict } from "../../design/code-editor/use-config-issues";
import type { Vocabulary } from "../../design/code-editor/vocabulary";
import { Skeleton } from "../../design/progress";
import { TAGS } from "../../editor/core/tags.gen";
import { t } from "../../i18n/t";
import styles from "./create-project.module.css";

const XmlEditor = lazy(async () => ({ default: (await import("../../design/code-editor/xml-editor")).XmlEditor }));

const VOCABULARY: Vocabulary = {
  tags: TAGS,
  words: async () => (await import("../../editor/core/tag-docs.gen")).TAG_DOCS,
};

interface ConfigPaneProps {
  readonly config: string;
  readonly verdict: ConfigVerdict;
  readonly fields: readonly string[];
  readonly onChange: (config: string) => void;
}

/** The config as code, and what the server says about it. */
export function ConfigPane({ config, verdict, fields, onChange }: ConfigPaneProps) {
  const [focus, setFocus] = useState<{ readonly issue: ConfigIssue }>();
  return (
    <section className={styles.pane} aria-labelledby="config-heading">
      <div className={styles.paneHead}>
        <h2 id="config-heading">{t("config.title")}</h2>
      </div>
      <div className={styles.code}>
        <Suspense fallback={<Skeleton height={24} />}>
          <XmlEditor
            label={t("config.title")}
            value={config}
            onChange={onChange}
            issues={verdict.issues}
            vocabulary={VOCABULARY}
            fields={fields}
            focusIssue={focus}
          />
        </Suspense>
      </div>
      <ProblemBar
        issues={verdict.issues}
        checking={verdict.checking}
        failure={verdict.failure}
        onShow={(issue) => setFocus({ issue })}
      />
    </section>
  );
}
