import { type FormEvent, useState } from "react";
import { fieldErrors } from "../../../api/api-error";
import type { AssignmentSettings, Project, ProjectChange, ReviewSettings } from "../../../api/projects";
import { Button } from "../../../design/button";
import { Checkbox, Radio } from "../../../design/choice";
import { Field, Input } from "../../../design/field";
import { t } from "../../../i18n/t";
import "../../../i18n/team";
import { SaveError } from "../save-error";
import styles from "../settings.module.css";
import { useSave } from "../use-save";

type Fields = Required<
  Pick<ProjectChange, "enable_review" | "review_percentage" | "review_settings" | "assignment_settings">
>;

const REJECTED = [
  { value: "requeue", name: "team.requeue", hint: "team.requeueHint" },
  { value: "remove", name: "team.remove", hint: "team.removeHint" },
  { value: "flexible", name: "team.flexible", hint: "team.flexibleHint" },
] as const;

const DISTRIBUTIONS = [
  { value: "auto_distribution", name: "team.auto", hint: "team.autoHint" },
  { value: "assigned_only", name: "team.assignedOnly", hint: "team.assignedOnlyHint" },
] as const;

const RULES = [
  { key: "require_comment_on_reject", name: "team.needsReason" },
  { key: "only_finished_tasks", name: "team.onlyFinished" },
  { key: "review_own_work", name: "team.ownWork" },
] as const satisfies readonly { readonly key: keyof ReviewSettings; readonly name: string }[];

function fieldsOf({ enable_review, review_percentage, review_settings, assignment_settings }: Project): Fields {
  return { enable_review, review_percentage, review_settings, assignment_settings };
}

/** What is reviewed and how, and who is handed which tasks. */
export function ReviewSection({ project }: { readonly project: Project }) {
  const before = fieldsOf(project);
  const [fields, setFields] = useState(before);
  const save = useSave(project);
  const set = (change: Partial<Fields>): void => setFields({ ...fields, ...change });
  const changed = JSON.stringify(fields) !== JSON.stringify(before);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(fields);
  };
  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <ReviewFields fields={fields} error={save.error} onChange={set} />
      <fieldset className={styles.options}>
        <legend>{t("team.distribution")}</legend>
        {DISTRIBUTIONS.map(({ value, name, hint }) => (
          <Radio
            key={value}
            name="distribution"
            checked={fields.assignment_settings.label_stream_task_distribution === value}
            onChange={() => set({ assignment_settings: distribution(value) })}
          >
            {t(name)} <span className={styles.hint}>{t(hint)}</span>
          </Radio>
        ))}
      </fieldset>
      <SaveError error={save.error} projectId={project.id} fields={["review_percentage"]} />
      <div className={styles.actions}>
        <Button kind="primary" type="submit" busy={save.isPending} disabled={!changed}>
          {t("app.save")}
        </Button>
      </div>
    </form>
  );
}

function distribution(value: AssignmentSettings["label_stream_task_distribution"]): AssignmentSettings {
  return { label_stream_task_distribution: value };
}

interface ReviewFieldsProps {
  readonly fields: Fields;
  readonly error: unknown;
  readonly onChange: (change: Partial<Fields>) => void;
}

/** The rules show only where there is review. */
function ReviewFields({ fields, error, onChange }: ReviewFieldsProps) {
  const { review_settings: settings } = fields;
  const set = (change: Partial<ReviewSettings>): void => onChange({ review_settings: { ...settings, ...change } });
  return (
    <>
      <Checkbox checked={fields.enable_review} onChange={(event) => onChange({ enable_review: event.target.checked })}>
        {t("team.enableReview")}
      </Checkbox>
      {fields.enable_review && (
        <>
          <Field
            label={t("team.percentage")}
            hint={t("team.percentageHint")}
            errors={fieldErrors(error, "review_percentage")}
          >
            {(wiring) => (
              <Input
                {...wiring}
                className={styles.short}
                type="number"
                min={0}
                max={100}
                required
                value={fields.review_percentage}
                onChange={(event) => onChange({ review_percentage: event.target.valueAsNumber || 0 })}
              />
            )}
          </Field>
          <fieldset className={styles.options}>
            <legend>{t("team.rejected")}</legend>
            {REJECTED.map(({ value, name, hint }) => (
              <Radio
                key={value}
                name="rejected"
                checked={settings.requeue_rejected_tasks_mode === value}
                onChange={() => set({ requeue_rejected_tasks_mode: value })}
              >
                {t(name)} <span className={styles.hint}>{t(hint)}</span>
              </Radio>
            ))}
          </fieldset>
          <fieldset className={styles.options}>
            <legend>{t("team.rules")}</legend>
            {RULES.map(({ key, name }) => (
              <Checkbox key={key} checked={settings[key]} onChange={(event) => set({ [key]: event.target.checked })}>
                {t(name)}
              </Checkbox>
            ))}
          </fieldset>
        </>
      )}
    </>
  );
}
