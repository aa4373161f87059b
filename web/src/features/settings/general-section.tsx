import { type FormEvent, useState } from "react";
import { fieldErrors } from "../../api/api-error";
import type { Project } from "../../api/projects";
import { Button } from "../../design/button";
import { Checkbox } from "../../design/choice";
import { Field, Input, Textarea } from "../../design/field";
import { t } from "../../i18n/t";
import { SaveError } from "./save-error";
import styles from "./settings.module.css";
import { useSave } from "./use-save";

/** Name, description, and whether the project stands among the pinned ones. */
export function GeneralSection({ project }: { readonly project: Project }) {
  const [title, setTitle] = useState(project.title);
  const [description, setDescription] = useState(project.description);
  const [pinned, setPinned] = useState(project.pinned_at !== null);
  const save = useSave(project);

  const wasPinned = project.pinned_at !== null;
  const changed = title !== project.title || description !== project.description || pinned !== wasPinned;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({
      title: title.trim(),
      description,
      ...(pinned !== wasPinned && { pinned_at: pinned ? new Date().toISOString() : null }),
    });
  };

  return (
    <form className={styles.form} onSubmit={submit}>
      <Field label={t("app.name")} errors={fieldErrors(save.error, "title")}>
        {(wiring) => (
          <Input {...wiring} required maxLength={50} value={title} onChange={(event) => setTitle(event.target.value)} />
        )}
      </Field>
      <Field label={t("settings.description")} errors={fieldErrors(save.error, "description")}>
        {(wiring) => (
          <Textarea {...wiring} rows={3} value={description} onChange={(event) => setDescription(event.target.value)} />
        )}
      </Field>
      <Checkbox checked={pinned} onChange={(event) => setPinned(event.target.checked)}>
        {t("settings.pinned")}
      </Checkbox>
      <SaveError error={save.error} projectId={project.id} fields={["title", "description"]} />
      <div className={styles.actions}>
        <Button kind="primary" type="submit" busy={save.isPending} disabled={!changed}>
          {t("app.save")}
        </Button>
      </div>
    </form>
  );
}
