import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Webhook, type WebhookScope, webhooksOptions } from "../../../api/webhooks";
import { t } from "../../../i18n/t";
import "../../../i18n/webhooks";
import { ConnectionList } from "../connections";
import { SecretDialog } from "./secret-dialog";
import { WebhookCard } from "./webhook-card";
import { WebhookDialog } from "./webhook-dialog";

/** Who is told what happens in a project or in all of them, and how that went. */
export function WebhookSection({ scope }: { readonly scope: WebhookScope }) {
  const { data: webhooks, error } = useQuery(webhooksOptions(scope));
  const [open, setOpen] = useState<"new" | Webhook | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <ConnectionList
      lead={t(scope === null ? "webhooks.leadOrganization" : "webhooks.lead")}
      icon="webhook"
      none={t(scope === null ? "webhooks.noneOrganization" : "webhooks.none")}
      add={t("webhooks.add")}
      onAdd={() => setOpen("new")}
      isEmpty={webhooks && webhooks.length === 0}
      error={error}
      failed={t("webhooks.loadFailed")}
    >
      {webhooks?.map((webhook) => (
        <WebhookCard
          key={webhook.id}
          scope={scope}
          webhook={webhook}
          onEdit={() => setOpen(webhook)}
          onSecret={setSecret}
        />
      ))}
      {open !== null && (
        <WebhookDialog
          scope={scope}
          edited={open === "new" ? null : open}
          onSecret={setSecret}
          onClose={() => setOpen(null)}
        />
      )}
      {secret !== null && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </ConnectionList>
  );
}
