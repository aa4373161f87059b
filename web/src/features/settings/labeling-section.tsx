import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { type ConfigIssue, errorDetails, fieldErrors } from "../../api/api-error";
import type { Project } from "../../api/projects";
import { projectKeys } from "../../api/queries";
import { listTasks } from "../../api/tasks";
import { Button } from "../../design/button";
import { ProblemBar } from "../../design/code-editor/problem-bar";
import { useConfigIssues } from "../../design/code-editor/use-config-issues";
import type { Vocabulary } from "../../design/code-editor/vocabulary";
import { XmlEditor } from "../../design/code-editor/xml-editor";
import { ErrorBoundary } from "../../design/error-boundary";
import { ErrorBox } from "../../design/message";
import { Skeleton } from "../../design/progress";
import { useDebounced } from "../../design/use-debounced";
import { TAGS } from "../../editor/core/tags.gen";
import { t } from "../../i18n/t";
import { SaveError } from "./save-error";
import styles from "./settings.module.css";
import { useSave } from "./use-save";
import "../../i18n/config";

const ConfigPreview = lazy(async () => ({
  default: (await import("../../editor/shell/config-preview")).ConfigPreview,
}));

const VOCABULARY: Vocabulary = {
  tags: TAGS,
  words: async () => (await import("../../editor/core/tag-docs.gen")).TAG_DOCS,
};
const REDRAW_AFTER_MS = 150;

/** The first task, to show the config on real data. */
function useSampleTask(projectId: number) {
  return useQuery({
    queryKey: [...projectKeys.tasks(projectId), "sample"],
    queryFn: ({ signal }) => listTasks(projectId, {}, 1, 1, signal),
    select: (page) => page.tasks[0]?.data,
  });
}

/** The labeling config of the project, checked against the annotations it already has. */
export function LabelingSection({ project }: { readonly project: Project }) {
  const [config, setConfig] = useState(project.label_config);
  const [focus, setFocus] = useState<{ readonly issue: ConfigIssue }>();
  const verdict = useConfigIssues(config, project.id);
  const sample = useSampleTask(project.id);
  const save = useSave(project);
  const drawn = useDebounced(config, REDRAW_AFTER_MS);
  const refused = fieldErrors(save.error, "label_config");

  return (
    <div className={styles.labeling}>
      <div className={styles.panes}>
        <div className={styles.codePane}>
          <div className={styles.code}>
            <XmlEditor
              label={t("config.title")}
              value={config}
              onChange={setConfig}
              issues={verdict.issues}
              vocabulary={VOCABULARY}
              fields={Object.keys(sample.data ?? {})}
              focusIssue={focus}
            />
          </div>
          <ProblemBar
            issues={verdict.issues}
            checking={verdict.checking}
            failure={verdict.failure}
            onShow={(issue) => setFocus({ issue })}
          />
        </div>
        <div className={styles.preview}>
          <ErrorBoundary title={t("config.loadFailed")} resetKey={drawn}>
            <Suspense fallback={<Skeleton height={24} />}>
              <ConfigPreview config={drawn} data={sample.data ?? {}} />
            </Suspense>
          </ErrorBoundary>
        </div>
      </div>
      {refused.length > 0 ? (
        <ErrorBox title={t("settings.configRefused")} details={errorDetails(save.error)} />
      ) : (
        <SaveError error={save.error} projectId={project.id} fields={["label_config"]} />
      )}
      <div className={styles.actions}>
        <Button disabled={config === project.label_config} onClick={() => setConfig(project.label_config)}>
          {t("settings.revert")}
        </Button>
        <Button
          kind="primary"
          busy={save.isPending}
          disabled={config === project.label_config || verdict.errors > 0}
          onClick={() => save.mutate({ label_config: config })}
        >
          {t("app.save")}
        </Button>
      </div>
    </div>
  );
}
