import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fieldErrors } from "../../../api/api-error";
import { changeWebhook, makeWebhook, type Webhook, type WebhookScope, webhookKeys } from "../../../api/webhooks";
import { Checkbox } from "../../../design/choice";
import { Field, Input, Textarea } from "../../../design/field";
import { t } from "../../../i18n/t";
import { ConnectionForm } from "../connection-form";
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
  return (
    <ConnectionForm
      title={t(edited === null ? "webhooks.add" : "webhooks.edit")}
      submit={t(edited === null ? "webhooks.addNow" : "app.save")}
      save={save}
      error={save.error}
      failed={t("webhooks.saveFailed")}
      fields={FIELDS}
      onClose={onClose}
    >
      <WebhookFields scope={scope} draft={draft} error={save.error} onChange={change} />
    </ConnectionForm>
  );
}
