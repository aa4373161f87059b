import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fieldErrors } from "../../../api/api-error";
import { changeModel, connectModel, type Model, modelKeys } from "../../../api/models";
import { Checkbox } from "../../../design/choice";
import { Field, Input } from "../../../design/field";
import type { CatalogueKey } from "../../../i18n/catalogue";
import { t } from "../../../i18n/t";
import { ConnectionForm } from "../connection-form";
import styles from "../connections.module.css";
import { draftOf, FIELDS, inputOf, type ModelDraft, newDraft } from "./model-form";

interface TextSpec {
  readonly key: "title" | "url" | "user" | "password" | "version";
  readonly wire: (typeof FIELDS)[number];
  readonly label: CatalogueKey;
  readonly hint?: CatalogueKey;
  readonly placeholder?: string;
  readonly secret?: true;
}

interface FormProps {
  readonly draft: ModelDraft;
  readonly keepsPassword: boolean;
  readonly error: unknown;
  readonly onChange: (part: Partial<ModelDraft>) => void;
}

function TextInput({ spec, form }: { readonly spec: TextSpec; readonly form: FormProps }) {
  const { draft, error, onChange } = form;
  return (
    <Field
      label={t(spec.label)}
      errors={fieldErrors(error, spec.wire)}
      {...(spec.hint === undefined ? {} : { hint: t(spec.hint) })}
    >
      {(wiring) => (
        <Input
          {...wiring}
          type={spec.secret === true ? "password" : "text"}
          autoComplete={spec.secret === true ? "new-password" : "off"}
          spellCheck={false}
          placeholder={spec.placeholder}
          value={draft[spec.key]}
          onChange={(event) => onChange({ [spec.key]: event.target.value })}
        />
      )}
    </Field>
  );
}

const URL_FIELD: TextSpec = {
  key: "url",
  wire: "url",
  label: "models.url",
  hint: "models.urlHint",
  placeholder: "http://localhost:9090",
};
const TITLE_FIELD: TextSpec = { key: "title", wire: "title", label: "models.title" };
const USER_FIELD: TextSpec = { key: "user", wire: "basic_auth_user", label: "models.user" };
const VERSION_FIELD: TextSpec = { key: "version", wire: "model_version", label: "models.version" };

function ModelFields(form: FormProps) {
  const { draft, keepsPassword, onChange } = form;
  const password: TextSpec = {
    key: "password",
    wire: "basic_auth_pass",
    label: "models.password",
    secret: true,
    ...(keepsPassword ? { placeholder: t("models.kept") } : {}),
  };
  return (
    <>
      <TextInput spec={URL_FIELD} form={form} />
      <TextInput spec={TITLE_FIELD} form={form} />
      <Checkbox checked={draft.signsIn} onChange={(event) => onChange({ signsIn: event.target.checked })}>
        {t("models.signsIn")}
      </Checkbox>
      {draft.signsIn && (
        <div className={styles.pairs}>
          <TextInput spec={USER_FIELD} form={form} />
          <TextInput spec={password} form={form} />
        </div>
      )}
      <Checkbox checked={draft.follows} onChange={(event) => onChange({ follows: event.target.checked })}>
        {t("models.follows")}
      </Checkbox>
      {!draft.follows && <TextInput spec={VERSION_FIELD} form={form} />}
    </>
  );
}

interface ModelDialogProps {
  readonly projectId: number;
  /** The connected one to change; null to connect a new one. */
  readonly edited: Model | null;
  readonly onClose: () => void;
}

/** Connects a model backend, or changes one; it is kept only when it answers. */
export function ModelDialog({ projectId, edited, onClose }: ModelDialogProps) {
  const cache = useQueryClient();
  const [draft, setDraft] = useState(edited === null ? newDraft() : draftOf(edited));
  const save = useMutation({
    mutationFn: () =>
      edited === null
        ? connectModel({ project: projectId, ...inputOf(draft) })
        : changeModel(edited.id, inputOf(draft)),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: modelKeys.of(projectId) });
      onClose();
    },
  });
  const change = (part: Partial<ModelDraft>): void => {
    setDraft({ ...draft, ...part });
    save.reset();
  };
  return (
    <ConnectionForm
      title={t(edited === null ? "models.connect" : "models.edit")}
      submit={t(edited === null ? "models.connectNow" : "app.save")}
      save={save}
      error={save.error}
      failed={t("models.saveFailed")}
      fields={FIELDS}
      onClose={onClose}
    >
      <ModelFields
        draft={draft}
        keepsPassword={edited?.basic_auth_pass_is_set === true}
        error={save.error}
        onChange={change}
      />
    </ConnectionForm>
  );
}
