import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
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
import { useCreation } from "./create-state";
import { DataBlock } from "./data-block";
import { mediumOf, withOnlyKey } from "./fits";
import { MappingBlock } from "./mapping-block";
import { PreviewPane } from "./preview-pane";
import { TemplateBlock } from "./template-block";
import { mediumOfTag, TEMPLATES, type Template } from "./templates";
import { type SourceFile, useSources } from "./use-source";
import { mapToColumns, variablesOf } from "./variables";

const FIRST = TEMPLATES[0];

function columnsOf(files: readonly SourceFile[]): readonly string[] {
  return [...new Set(files.flatMap(({ parsed }) => parsed?.columns ?? []))];
}

/** How many tasks the files will become; unknown as soon as one was too big to read. */
function taskCount(files: readonly SourceFile[]): number | undefined {
  if (files.length === 0 || files.some(({ parsed }) => parsed === undefined)) return undefined;
  return files.reduce((sum, { parsed }) => sum + (parsed?.records.length ?? 0), 0);
}

function obstacleOf(title: string, files: readonly SourceFile[], errors: number): string {
  if (title.trim() === "") return t("projects.needsName");
  const broken = files.find(({ problem }) => problem !== undefined);
  if (broken !== undefined) return t("projects.needsReadable", { name: broken.file.name });
  return errors > 0 ? t("config.errors", { count: errors }) : "";
}

export function CreateProjectPage() {
  usePageTitle(t("projects.new"));
  const navigate = useNavigate();
  const [title, setTitle] = useState("");
  const [template, setTemplate] = useState<Template | undefined>(FIRST);
  const [config, setConfig] = useState(FIRST?.config ?? "");
  const sources = useSources();
  const verdict = useConfigIssues(config);
  const creation = useCreation(
    (projectId) => void navigate({ to: "/projects/$projectId/data", params: { projectId } }),
  );
  const { state } = creation;

  const columns = columnsOf(sources.files);
  const [firstSource] = sources.files;
  const fitting = firstSource?.parsed && mediumOf(firstSource.parsed, firstSource.file.name);
  const onlyField = variablesOf(config)[0]?.field;
  const records = sources.files.flatMap(({ parsed }) => parsed?.records ?? []);

  const adapt = (text: string, files: readonly SourceFile[]): string =>
    mapToColumns(text, columnsOf(files), files.flatMap(({ parsed }) => parsed?.records ?? []).slice(0, 20));

  const addFiles = async (chosen: readonly File[]): Promise<void> => {
    const added = [...sources.files, ...(await sources.add(chosen))];
    const [first] = added;
    const medium = first?.parsed && mediumOf(first.parsed, first.file.name);
    // Data of another medium than the untouched template asks for a template of its own.
    const touched = template === undefined || config !== template.config;
    const proposal = TEMPLATES.find((one) => one.medium === medium);
    if (!touched && template.medium !== medium && proposal !== undefined) choose(proposal, added);
    else setConfig(adapt(config, added));
  };

  const choose = (chosen: Template, files: readonly SourceFile[] = sources.files): void => {
    setTemplate(chosen);
    setConfig(adapt(chosen.config, files));
  };

  const sample = template?.sample ?? {};
  const sampleData = Object.fromEntries(
    variablesOf(config).map(({ field, tag }) => [
      field,
      Object.values(TEMPLATES.find((one) => one.medium === mediumOfTag(tag))?.sample ?? sample)[0] ?? "",
    ]),
  );
  const error = state.step === "editing" ? state.error : undefined;
  const titleErrors = fieldErrors(error, "title");

  return (
    <div className={styles.page}>
      <h1 className={layout.hidden}>{t("projects.new")}</h1>
      <div className={styles.columns}>
        <div className={styles.side}>
          <div className={styles.block}>
            {error !== undefined && titleErrors.length === 0 && (
              <ErrorBox title={t("projects.createFailed")} details={errorDetails(error)} />
            )}
            <Field label={t("projects.name")} errors={titleErrors}>
              {(wiring) => (
                <Input
                  {...wiring}
                  autoFocus
                  maxLength={50}
                  value={title}
                  onChange={(event) => setTitle(event.target.value)}
                />
              )}
            </Field>
          </div>
          <DataBlock
            files={sources.files}
            disabled={state.step !== "editing"}
            onAdd={(files) => void addFiles(files)}
            onRemove={sources.remove}
          />
          {columns.length > 0 && (
            <div className={styles.block}>
              <h2>{t("projects.mapping")}</h2>
              <MappingBlock config={config} columns={columns} onChange={setConfig} />
            </div>
          )}
          <TemplateBlock fitting={fitting} chosen={template?.id} onChoose={(one) => choose(one)} />
        </div>
        <ConfigPane config={config} verdict={verdict} fields={columns} onChange={setConfig} />
        <PreviewPane
          config={config}
          records={records.map((record) => withOnlyKey(record, onlyField))}
          sample={sampleData}
        />
      </div>
      <CreateFooter
        state={state}
        obstacle={obstacleOf(title, sources.files, verdict.errors)}
        tasks={taskCount(sources.files)}
        fileCount={sources.files.length}
        onCreate={() =>
          void creation.create({ title: title.trim(), config, files: sources.files.map(({ file }) => file) })
        }
        onLeave={() => void navigate({ to: "/projects" })}
        onStop={creation.cancel}
      />
      {state.step === "failed" && (
        <ImportFailed
          state={state}
          onRetry={() => void creation.retry()}
          onOpen={() => void navigate({ to: "/projects/$projectId/data", params: { projectId: state.projectId } })}
          onDiscard={() => void creation.discard()}
        />
      )}
    </div>
  );
}
