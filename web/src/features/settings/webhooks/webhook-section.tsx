import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorDetails } from "../../../api/api-error";
import { type Webhook, type WebhookScope, webhooksOptions } from "../../../api/webhooks";
import { Button } from "../../../design/button";
import { Empty, ErrorBox } from "../../../design/message";
import { Skeleton, useSlow } from "../../../design/progress";
import { t } from "../../../i18n/t";
import "../../../i18n/webhooks";
import styles from "../connections.module.css";
import { SecretDialog } from "./secret-dialog";
import { WebhookCard } from "./webhook-card";
import { WebhookDialog } from "./webhook-dialog";

/** Who is told what happens in a project or in all of them, and how that went. */
export function WebhookSection({ scope }: { readonly scope: WebhookScope }) {
  const { data: webhooks, error, isLoading } = useQuery(webhooksOptions(scope));
  const [open, setOpen] = useState<"new" | Webhook | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const slow = useSlow(isLoading);
  const isEmpty = webhooks?.length === 0;
  const add = (
    <Button kind="primary" icon="plus" onClick={() => setOpen("new")}>
      {t("webhooks.add")}
    </Button>
  );
  return (
    <div className={styles.page}>
      <div className={styles.top}>
        <p className={styles.lead}>{t(scope === null ? "webhooks.leadOrganization" : "webhooks.lead")}</p>
        {!isEmpty && add}
      </div>
      {error !== null && <ErrorBox title={t("webhooks.loadFailed")} details={errorDetails(error)} />}
      {slow && <Skeleton height={72} />}
      {isEmpty && (
        <Empty icon="webhook" action={add}>
          {t(scope === null ? "webhooks.noneOrganization" : "webhooks.none")}
        </Empty>
      )}
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
    </div>
  );
}
