import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Model, modelsOptions } from "../../../api/models";
import type { Project } from "../../../api/projects";
import { Switch } from "../../../design/choice";
import { t } from "../../../i18n/t";
import "../../../i18n/models";
import { ConnectionList } from "../connections";
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
  const { data: models, error } = useQuery(modelsOptions(projectId));
  const [open, setOpen] = useState<"new" | Model | null>(null);
  return (
    <ConnectionList
      lead={t("models.lead")}
      icon="model"
      none={
        <>
          {t("models.none")} <code className={own.command}>{COMMAND}</code>
        </>
      }
      add={t("models.connect")}
      onAdd={() => setOpen("new")}
      isEmpty={models && models.length === 0}
      error={error}
      failed={t("models.loadFailed")}
    >
      {models?.map((model) => (
        <ModelCard key={model.id} model={model} onEdit={() => setOpen(model)} />
      ))}
      {models !== undefined && models.length > 0 && <Learning project={project} />}
      {open !== null && (
        <ModelDialog projectId={projectId} edited={open === "new" ? null : open} onClose={() => setOpen(null)} />
      )}
    </ConnectionList>
  );
}
