import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiError, errorDetails, fieldErrors, otherErrors } from "../../../api/api-error";
import { changeWebhook, makeWebhook, type Webhook, type WebhookScope, webhookKeys } from "../../../api/webhooks";
import { Button } from "../../../design/button";
import { Checkbox } from "../../../design/choice";
import { Dialog } from "../../../design/dialog";
import { Field, Input, Textarea } from "../../../design/field";
import { ErrorBox } from "../../../design/message";
import { t } from "../../../i18n/t";
import styles from "../connections.module.css";
import { draftOf, eventsOf, FIELDS, inputOf, newDraft, toggled, type WebhookDraft } from "./webhook-form";
import own from "./webhooks.module.css";

interface FormProps {
  readonly scope: WebhookScope;
  readonly draft: WebhookDraft;
  readonly error: unknown;
  readonly onChange: (part: Partial<WebhookDraft>) => void;
}

function Events({ draft, scope, onChange }: FormProps) {
  return (
    <fieldset className={own.events}>
      <legend>{t("webhooks.events")}</legend>
      {eventsOf(scope).map((event) => (
        <Checkbox
          key={event}
          checked={draft.events.includes(event)}
          onChange={() => onChange({ events: toggled(draft.events, event) })}
        >
          {t(`webhooks.event.${event}`)}
        </Checkbox>
      ))}
    </fieldset>
  );
}

function WebhookFields(form: FormProps) {
  const { draft, error, onChange } = form;
  return (
    <>
      <Field label={t("webhooks.url")} hint={t("webhooks.urlHint")} errors={fieldErrors(error, "url")}>
        {(wiring) => (
          <Input
            {...wiring}
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://example.org/labels"
            value={draft.url}
            onChange={(event) => onChange({ url: event.target.value })}
          />
        )}
      </Field>
      <Checkbox checked={draft.everything} onChange={(event) => onChange({ everything: event.target.checked })}>
        {t("webhooks.everything")}
      </Checkbox>
      {!draft.everything && <Events {...form} />}
      <Checkbox checked={draft.payload} onChange={(event) => onChange({ payload: event.target.checked })}>
        {t("webhooks.payload")}
      </Checkbox>
      <Field label={t("webhooks.headers")} hint={t("webhooks.headersHint")} errors={fieldErrors(error, "headers")}>
        {(wiring) => (
          <Textarea
            {...wiring}
            rows={2}
            spellCheck={false}
            placeholder="Authorization: Bearer …"
            value={draft.headers}
            onChange={(event) => onChange({ headers: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

/** Refusals no field shows. */
function Refusal({ error }: { readonly error: unknown }) {
  if (error === null) return null;
  const byField = error instanceof ApiError && FIELDS.some((field) => fieldErrors(error, field).length > 0);
  if (byField && otherErrors(error, FIELDS).length === 0) return null;
  return <ErrorBox title={t("webhooks.saveFailed")} details={errorDetails(error)} />;
}

interface WebhookDialogProps {
  readonly scope: WebhookScope;
  /** The stored one to change; null to make a new one. */
  readonly edited: Webhook | null;
  /** Told the key of a new one's signatures. */
  readonly onSecret: (secret: string) => void;
  readonly onClose: () => void;
}

/** Makes a webhook, or changes one. */
export function WebhookDialog({ scope, edited, onSecret, onClose }: WebhookDialogProps) {
  const cache = useQueryClient();
  const [draft, setDraft] = useState(edited === null ? newDraft() : draftOf(edited));
  const save = useMutation({
    mutationFn: async () => {
      if (edited !== null) await changeWebhook(edited.id, inputOf(draft));
      else onSecret((await makeWebhook({ project: scope, ...inputOf(draft) })).secret);
    },
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: webhookKeys.of(scope) });
      onClose();
    },
  });
  const change = (part: Partial<WebhookDraft>): void => {
    setDraft({ ...draft, ...part });
    save.reset();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog
      title={t(edited === null ? "webhooks.add" : "webhooks.edit")}
      onClose={onClose}
      footer={
        <Button kind="primary" type="submit" form="webhook-form" busy={save.isPending}>
          {t(edited === null ? "webhooks.addNow" : "app.save")}
        </Button>
      }
    >
      <form id="webhook-form" className={styles.form} onSubmit={submit}>
        <WebhookFields scope={scope} draft={draft} error={save.error} onChange={change} />
        <Refusal error={save.error} />
      </form>
    </Dialog>
  );
}
