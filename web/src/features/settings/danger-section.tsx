import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { errorDetails } from "../../api/api-error";
import { deleteProject, duplicateProject, type Project } from "../../api/projects";
import { projectKeys } from "../../api/queries";
import { Button } from "../../design/button";
import { Checkbox } from "../../design/choice";
import { ConfirmDialog } from "../../design/confirm-dialog";
import { Field, Input } from "../../design/field";
import { ErrorBox } from "../../design/message";
import { showToast } from "../../design/toast-store";
import { t } from "../../i18n/t";
import styles from "./settings.module.css";

/** Copying the project, and deleting it for good. */
export function DangerSection({ project }: { readonly project: Project }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <DuplicateCard project={project} />
      <section className={styles.card} aria-labelledby="delete-heading">
        <h2 id="delete-heading">{t("settings.delete")}</h2>
        <p className={styles.hint}>
          {t("settings.deleteWhat", {
            tasks: project.task_number,
            annotations: project.total_annotations_number,
            predictions: project.total_predictions_number,
          })}
        </p>
        <div>
          <Button kind="danger" onClick={() => setAsking(true)}>
            {t("settings.delete")}
          </Button>
        </div>
      </section>
      {asking && <DeleteDialog project={project} onClose={() => setAsking(false)} />}
    </>
  );
}

function DuplicateCard({ project }: { readonly project: Project }) {
  const [withData, setWithData] = useState(false);
  const cache = useQueryClient();
  const navigate = useNavigate();
  const copy = useMutation({
    mutationFn: () =>
      duplicateProject(
        project.id,
        t("settings.copyOf", { title: project.title }).slice(0, 50),
        withData ? "settings,data" : "settings",
      ),
    onSuccess: async ({ id }) => {
      await cache.invalidateQueries({ queryKey: projectKeys.lists });
      showToast("ok", t("settings.duplicated"));
      await navigate({
        to: "/projects/$projectId/settings/{-$section}",
        params: { projectId: id, section: undefined },
      });
    },
  });
  return (
    <section className={styles.card} aria-labelledby="duplicate-heading">
      <h2 id="duplicate-heading">{t("settings.duplicate")}</h2>
      <p className={styles.hint}>{t("settings.duplicateWhat")}</p>
      <Checkbox checked={withData} onChange={(event) => setWithData(event.target.checked)}>
        {t("settings.withTasks")}
      </Checkbox>
      {copy.error !== null && <ErrorBox title={t("settings.notDuplicated")} details={errorDetails(copy.error)} />}
      <div>
        <Button icon="copy" busy={copy.isPending} onClick={() => copy.mutate()}>
          {t("settings.duplicate")}
        </Button>
      </div>
    </section>
  );
}

function DeleteDialog({ project, onClose }: { readonly project: Project; readonly onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const cache = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => deleteProject(project.id),
    onSuccess: async () => {
      await navigate({ to: "/projects" });
      cache.removeQueries({ queryKey: projectKeys.one(project.id) });
      await cache.invalidateQueries({ queryKey: projectKeys.lists });
      showToast("ok", t("settings.deleted", { title: project.title }));
    },
  });
  return (
    <ConfirmDialog
      title={t("settings.deleteTitle", { title: project.title })}
      confirm={t("settings.delete")}
      keep={t("app.keep")}
      busy={remove.isPending}
      disabled={typed !== project.title}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>
        {t("settings.deleteForGood", { tasks: project.task_number, annotations: project.total_annotations_number })}
      </p>
      <Field label={t("settings.typeName", { title: project.title })}>
        {(wiring) => (
          <Input {...wiring} autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
        )}
      </Field>
      {remove.error !== null && <ErrorBox title={t("settings.notDeleted")} details={errorDetails(remove.error)} />}
    </ConfirmDialog>
  );
}
