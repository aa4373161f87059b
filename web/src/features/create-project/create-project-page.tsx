import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { errorDetails, fieldErrors } from "../../api/api-error";
import { useConfigIssues } from "../../design/code-editor/use-config-issues";
import { Field, Input } from "../../design/field";
import layout from "../../design/layout.module.css";
import { ErrorBox } from "../../design/message";
import { usePageTitle } from "../../design/use-page-title";
import { t } from "../../i18n/t";
import { ConfigPane } from "./config-pane";
import { CreateFooter, ImportFailed } from "./create-footer";
import styles from "./create-project.module.css";
import { type CreateState, useCreation } from "./create-state";
import { DataBlock } from "./data-block";
import { MappingBlock } from "./mapping-block";
import { PreviewPane } from "./preview-pane";
import { TemplateBlock } from "./template-block";
import { type Draft, sampleFor, useDraft } from "./use-draft";
import { variablesOf } from "./variables";
import "../../i18n/projects";
import "../../i18n/config";

const LONGEST_NAME = 50;

/** How many tasks the files will become; unknown as soon as one was too big to read. */
function taskCount({ files, records }: Draft): number | undefined {
  return files.length === 0 || files.some(({ parsed }) => parsed === undefined) ? undefined : records.length;
}

function obstacleOf({ title, files, columns, config }: Draft, errors: number): string {
  if (title.trim() === "") return t("projects.needsName");
  const broken = files.find(({ problem }) => problem !== undefined);
  if (broken !== undefined) return t("projects.needsReadable", { name: broken.file.name });
  const missing = columns.length === 0 ? undefined : variablesOf(config).find(({ field }) => !columns.includes(field));
  if (missing !== undefined) return t("projects.needsColumn", { tag: missing.tag });
  return errors > 0 ? t("config.errors", { count: errors }) : "";
}

/** Everything about a new project on one page; nothing exists until Create. */
export function CreateProjectPage() {
  usePageTitle(t("page.newProject"));
  const navigate = useNavigate();
  const draft = useDraft();
  const { config } = draft;
  const verdict = useConfigIssues(config);
  const [isNamed, setNamed] = useState(false);
  const sample = useMemo(() => sampleFor(config), [config]);
  const open = (projectId: number): void => {
    void navigate({ to: "/projects/$projectId/data", params: { projectId } });
  };
  const creation = useCreation(open);
  const { state } = creation;
  const create = (): Promise<void> =>
    creation.create({ title: draft.title.trim(), config, files: draft.files.map(({ file }) => file) });

  return (
    <div className={styles.page}>
      <h1 className={layout.hidden}>{t("page.newProject")}</h1>
      <div className={styles.columns}>
        <SourcesColumn draft={draft} state={state} onNamed={() => setNamed(true)} />
        <ConfigPane config={config} verdict={verdict} fields={draft.columns} onChange={draft.setConfig} />
        <PreviewPane config={config} records={draft.records} sample={sample} />
      </div>
      <CreateFooter
        state={state}
        obstacle={obstacleOf(draft, verdict.errors)}
        isFresh={draft.title === "" && !isNamed}
        tasks={taskCount(draft)}
        fileCount={draft.files.length}
        onCreate={() => void create()}
        onLeave={() => void navigate({ to: "/projects" })}
        onStop={creation.cancel}
      />
      {state.step === "failed" && (
        <ImportFailed
          state={state}
          onRetry={() => void creation.retry()}
          onOpen={() => open(state.projectId)}
          onDiscard={() => void creation.discard()}
        />
      )}
    </div>
  );
}

interface SourcesProps {
  readonly draft: Draft;
  readonly state: CreateState;
  /** The name was typed, or left out. */
  readonly onNamed: () => void;
}

/** Name, data, columns and template: what the two panes beside it are about. */
function SourcesColumn({ draft, state, onNamed }: SourcesProps) {
  const error = state.step === "editing" ? state.error : undefined;
  const titleErrors = fieldErrors(error, "title");
  return (
    <div className={styles.side}>
      <div className={styles.block}>
        {error !== undefined && titleErrors.length === 0 && (
          <ErrorBox title={t("projects.createFailed")} details={errorDetails(error)} />
        )}
        <Field label={t("app.name")} errors={titleErrors}>
          {(wiring) => (
            <Input
              {...wiring}
              autoFocus
              maxLength={LONGEST_NAME}
              value={draft.title}
              onChange={(event) => {
                onNamed();
                draft.setTitle(event.target.value);
              }}
            />
          )}
        </Field>
      </div>
      <DataBlock
        files={draft.files}
        disabled={state.step !== "editing"}
        onAdd={(files) => void draft.addFiles(files)}
        onRemove={draft.removeFile}
      />
      {draft.columns.length > 0 && (
        <div className={styles.block}>
          <h2>{t("projects.mapping")}</h2>
          <MappingBlock config={draft.config} columns={draft.columns} onChange={draft.setConfig} />
        </div>
      )}
      <TemplateBlock fitting={draft.fitting} chosen={draft.template?.id} onChoose={draft.chooseTemplate} />
    </div>
  );
}
