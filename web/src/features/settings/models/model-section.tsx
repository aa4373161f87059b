import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorDetails } from "../../../api/api-error";
import { type Model, modelsOptions } from "../../../api/models";
import type { Project } from "../../../api/projects";
import { Button } from "../../../design/button";
import { Switch } from "../../../design/choice";
import { Empty, ErrorBox } from "../../../design/message";
import { Skeleton, useSlow } from "../../../design/progress";
import { t } from "../../../i18n/t";
import "../../../i18n/models";
import styles from "../connections.module.css";
import { SaveError } from "../save-error";
import { useSave } from "../use-save";
import { ModelCard } from "./model-card";
import { ModelDialog } from "./model-dialog";
import own from "./models.module.css";

const COMMAND = "labelwright ml start DIR --port 9090";

/** Whether models are told of annotations as they change. */
function Learning({ project }: { readonly project: Project }) {
  const save = useSave(project);
  return (
    <>
      <Switch
        checked={project.start_training_on_annotation_update}
        disabled={save.isPending}
        onChange={(event) => save.mutate({ start_training_on_annotation_update: event.target.checked })}
      >
        {t("models.learns")}
      </Switch>
      <SaveError error={save.error} projectId={project.id} fields={[]} />
    </>
  );
}

/** The model backends that label tasks of a project. */
export function ModelSection({ project }: { readonly project: Project }) {
  const projectId = project.id;
  const { data: models, error, isLoading } = useQuery(modelsOptions(projectId));
  const [open, setOpen] = useState<"new" | Model | null>(null);
  const slow = useSlow(isLoading);
  const isEmpty = models?.length === 0;
  const connect = (
    <Button kind="primary" icon="plus" onClick={() => setOpen("new")}>
      {t("models.connect")}
    </Button>
  );
  return (
    <div className={styles.page}>
      <div className={styles.top}>
        <p className={styles.lead}>{t("models.lead")}</p>
        {!isEmpty && connect}
      </div>
      {error !== null && <ErrorBox title={t("models.loadFailed")} details={errorDetails(error)} />}
      {slow && <Skeleton height={72} />}
      {isEmpty && (
        <Empty icon="model" action={connect}>
          {t("models.none")} <code className={own.command}>{COMMAND}</code>
        </Empty>
      )}
      {models?.map((model) => (
        <ModelCard key={model.id} model={model} onEdit={() => setOpen(model)} />
      ))}
      {models !== undefined && models.length > 0 && <Learning project={project} />}
      {open !== null && (
        <ModelDialog projectId={projectId} edited={open === "new" ? null : open} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}
