import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorDetails } from "../../../api/api-error";
import {
  changeWebhook,
  type Delivery,
  deleteWebhook,
  renewSecret,
  testWebhook,
  type Webhook,
  type WebhookScope,
  webhookKeys,
} from "../../../api/webhooks";
import { Tag } from "../../../design/badges";
import { Button, IconButton } from "../../../design/button";
import { Switch } from "../../../design/choice";
import { ConfirmAction } from "../../../design/confirm-action";
import { Menu, MenuItem } from "../../../design/menu";
import { ErrorBox } from "../../../design/message";
import { showToast } from "../../../design/toast-store";
import { t } from "../../../i18n/t";
import { ConnectionCard, Done } from "../connections";
import { DeliveryLog } from "./delivery-log";

interface CardProps {
  readonly scope: WebhookScope;
  readonly webhook: Webhook;
  readonly onEdit: () => void;
  readonly onSecret: (secret: string) => void;
}

/** How a ping went. */
function Ping({ delivery }: { readonly delivery: Delivery }) {
  if (delivery.error !== null) {
    const details = [delivery.error, delivery.excerpt ?? ""].filter((part) => part !== "").join("\n");
    return <ErrorBox title={t("webhooks.testFailed")} details={details} />;
  }
  return (
    <Done>{t("webhooks.tested", { status: delivery.status ?? "", milliseconds: delivery.duration_ms ?? "" })}</Done>
  );
}

function told({ send_for_all_actions: all, actions }: Webhook): string {
  return all ? t("webhooks.toldAll") : t("webhooks.toldOf", { count: actions.length });
}

function State({ webhook: { is_active: isOn, consecutive_failures: failures } }: Pick<CardProps, "webhook">) {
  if (!isOn) return <Tag>{t("webhooks.off")}</Tag>;
  if (failures > 0) return <Tag kind="danger">{t("webhooks.failing")}</Tag>;
  return <Tag kind="ok">{t("webhooks.on")}</Tag>;
}

type Asked = "remove" | "renew" | null;

/** One webhook: whom it tells, whether that works, and what was sent. */
export function WebhookCard({ scope, webhook, onEdit, onSecret }: CardProps) {
  const cache = useQueryClient();
  const [asked, setAsked] = useState<Asked>(null);
  const [showsLog, setShowsLog] = useState(false);
  const renewAll = () => cache.invalidateQueries({ queryKey: webhookKeys.of(scope) });
  const test = useMutation({ mutationFn: () => testWebhook(webhook.id), onSettled: renewAll });
  const change = useMutation({
    mutationFn: (isActive: boolean) => changeWebhook(webhook.id, { is_active: isActive }),
    onError: (error) => showToast("error", t("webhooks.switchFailed", { reason: errorDetails(error) })),
    onSettled: renewAll,
  });
  const close = (): void => setAsked(null);
  return (
    <ConnectionCard
      icon="webhook"
      name={webhook.url}
      state={<State webhook={webhook} />}
      place={told(webhook)}
      actions={
        <>
          <Switch
            aria-label={t("webhooks.switch", { url: webhook.url })}
            checked={change.isPending ? change.variables : webhook.is_active}
            onChange={(event) => change.mutate(event.target.checked)}
          />
          <Button size="small" busy={test.isPending} onClick={() => test.mutate()}>
            {t("webhooks.test")}
          </Button>
          <Button size="small" aria-expanded={showsLog} onClick={() => setShowsLog(!showsLog)}>
            {t("webhooks.log")}
          </Button>
          <Menu trigger={<IconButton icon="more" label={t("webhooks.more", { url: webhook.url })} />}>
            <MenuItem icon="edit" onSelect={onEdit}>
              {t("webhooks.edit")}
            </MenuItem>
            <MenuItem icon="key" onSelect={() => setAsked("renew")}>
              {t("webhooks.renew")}
            </MenuItem>
            <MenuItem icon="trash" danger onSelect={() => setAsked("remove")}>
              {t("webhooks.remove")}
            </MenuItem>
          </Menu>
        </>
      }
    >
      {test.data !== undefined && <Ping delivery={test.data} />}
      {test.error !== null && <ErrorBox title={t("webhooks.testFailed")} details={errorDetails(test.error)} />}
      {showsLog && <DeliveryLog scope={scope} webhook={webhook} />}
      {asked === "remove" && (
        <ConfirmAction
          title={t("webhooks.removeTitle")}
          confirm={t("webhooks.remove")}
          keep={t("webhooks.keep")}
          failed={t("webhooks.removeFailed")}
          act={() => deleteWebhook(webhook.id)}
          // Taken from the list rather than asked for anew: its log would be asked for along with it, and is gone.
          onDone={() =>
            cache.setQueryData<readonly Webhook[]>(webhookKeys.of(scope), (known) =>
              known?.filter(({ id }) => id !== webhook.id),
            )
          }
          onClose={close}
        >
          <p>{t("webhooks.removeText", { url: webhook.url })}</p>
        </ConfirmAction>
      )}
      {asked === "renew" && (
        <ConfirmAction
          title={t("webhooks.renewTitle")}
          confirm={t("webhooks.renew")}
          keep={t("webhooks.keepSecret")}
          failed={t("webhooks.renewFailed")}
          act={() => renewSecret(webhook.id)}
          onDone={({ secret }) => onSecret(secret)}
          onClose={close}
        >
          <p>{t("webhooks.renewText")}</p>
        </ConfirmAction>
      )}
    </ConnectionCard>
  );
}
