import { type FormEvent, type ReactNode, useState } from "react";
import { fieldErrors } from "../../api/api-error";
import type { Project, ProjectChange, Sampling, SkipQueue } from "../../api/projects";
import { Button } from "../../design/button";
import { Checkbox, Radio } from "../../design/choice";
import { Field, Input, Textarea } from "../../design/field";
import { t } from "../../i18n/t";
import { SaveError } from "./save-error";
import styles from "./settings.module.css";
import { useSave } from "./use-save";

const SAMPLINGS = [
  { value: "Sequential sampling", name: "settings.sequential", hint: "settings.sequentialHint" },
  { value: "Uniform sampling", name: "settings.uniform", hint: "settings.uniformHint" },
  { value: "Uncertainty sampling", name: "settings.uncertainty", hint: "settings.uncertaintyHint" },
] as const;

const SKIP_QUEUES = [
  { value: "REQUEUE_FOR_ME", name: "settings.skipForMe", hint: "settings.skipForMeHint" },
  { value: "REQUEUE_FOR_OTHERS", name: "settings.skipForOthers", hint: "settings.skipForOthersHint" },
  { value: "IGNORE_SKIPPED", name: "settings.skipIgnore", hint: "settings.skipIgnoreHint" },
] as const;

type Fields = Required<
  Pick<
    ProjectChange,
    | "sampling"
    | "maximum_annotations"
    | "skip_queue"
    | "show_skip_button"
    | "enable_empty_annotation"
    | "show_instruction"
    | "expert_instruction"
  >
>;

function fieldsOf(project: Project): Fields {
  return {
    sampling: project.sampling,
    maximum_annotations: project.maximum_annotations,
    skip_queue: project.skip_queue,
    show_skip_button: project.show_skip_button,
    enable_empty_annotation: project.enable_empty_annotation,
    show_instruction: project.show_instruction,
    expert_instruction: project.expert_instruction,
  };
}

/** How tasks are handed out, what skipping means, and what annotators are told. */
export function AnnotationSection({ project }: { readonly project: Project }) {
  const before = fieldsOf(project);
  const [fields, setFields] = useState(before);
  const save = useSave(project);
  const set = (change: Partial<Fields>): void => setFields({ ...fields, ...change });
  const changed = JSON.stringify(fields) !== JSON.stringify(before);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(fields);
  };

  return (
    <form className={styles.form} onSubmit={submit}>
      <QueueFields fields={fields} error={save.error} onChange={set} />
      <LabelingFields fields={fields} error={save.error} onChange={set} />
      <SaveError error={save.error} projectId={project.id} fields={["maximum_annotations", "expert_instruction"]} />
      <div className={styles.actions}>
        <Button kind="primary" type="submit" busy={save.isPending} disabled={!changed}>
          {t("app.save")}
        </Button>
      </div>
    </form>
  );
}

interface FieldsProps {
  readonly fields: Fields;
  readonly error: unknown;
  readonly onChange: (change: Partial<Fields>) => void;
}

/** Who gets which task, and how often. */
function QueueFields({ fields, error, onChange }: FieldsProps) {
  return (
    <>
      <Options<Sampling>
        legend={t("settings.sampling")}
        name="sampling"
        options={SAMPLINGS.map(({ value, name, hint }) => ({ value, name: t(name), hint: t(hint) }))}
        value={fields.sampling}
        onChange={(sampling) => onChange({ sampling })}
      />
      <Field
        label={t("settings.overlap")}
        hint={t("settings.overlapHint")}
        errors={fieldErrors(error, "maximum_annotations")}
      >
        {(wiring) => (
          <Input
            {...wiring}
            className={styles.short}
            type="number"
            min={1}
            max={1000}
            required
            value={fields.maximum_annotations}
            onChange={(event) => onChange({ maximum_annotations: event.target.valueAsNumber || 1 })}
          />
        )}
      </Field>
      <Options<SkipQueue>
        legend={t("settings.skipQueue")}
        name="skip-queue"
        options={SKIP_QUEUES.map(({ value, name, hint }) => ({ value, name: t(name), hint: t(hint) }))}
        value={fields.skip_queue}
        onChange={(skip_queue) => onChange({ skip_queue })}
      />
    </>
  );
}

/** What annotators may do, and what they are told. */
function LabelingFields({ fields, error, onChange }: FieldsProps) {
  return (
    <>
      <fieldset className={styles.options}>
        <legend>{t("settings.buttons")}</legend>
        <Checkbox
          checked={fields.show_skip_button}
          onChange={(event) => onChange({ show_skip_button: event.target.checked })}
        >
          {t("settings.showSkip")}
        </Checkbox>
        <Checkbox
          checked={fields.enable_empty_annotation}
          onChange={(event) => onChange({ enable_empty_annotation: event.target.checked })}
        >
          {t("settings.allowEmpty")}
        </Checkbox>
      </fieldset>
      <Field
        label={t("settings.instructions")}
        hint={t("settings.instructionsHint")}
        errors={fieldErrors(error, "expert_instruction")}
      >
        {(wiring) => (
          <Textarea
            {...wiring}
            rows={6}
            value={fields.expert_instruction}
            onChange={(event) => onChange({ expert_instruction: event.target.value })}
          />
        )}
      </Field>
      <Checkbox
        checked={fields.show_instruction}
        onChange={(event) => onChange({ show_instruction: event.target.checked })}
      >
        {t("settings.showInstructions")}
      </Checkbox>
    </>
  );
}

interface OptionsProps<Value extends string> {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly { readonly value: Value; readonly name: string; readonly hint: ReactNode }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

function Options<Value extends string>({ legend, name, options, value, onChange }: OptionsProps<Value>) {
  return (
    <fieldset className={styles.options}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <Radio key={option.value} name={name} checked={option.value === value} onChange={() => onChange(option.value)}>
          {option.name} <span className={styles.hint}>{option.hint}</span>
        </Radio>
      ))}
    </fieldset>
  );
}
