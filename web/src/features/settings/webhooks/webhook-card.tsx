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
import { ConfirmDialog } from "../../../design/confirm-dialog";
import { Icon } from "../../../design/icon";
import { Menu, MenuItem } from "../../../design/menu";
import { ErrorBox } from "../../../design/message";
import { showToast } from "../../../design/toast-store";
import { t } from "../../../i18n/t";
import styles from "../connections.module.css";
import { DeliveryLog } from "./delivery-log";

interface CardProps {
  readonly scope: WebhookScope;
  readonly webhook: Webhook;
  readonly onEdit: () => void;
  readonly onSecret: (secret: string) => void;
}

interface AskProps extends Pick<CardProps, "scope" | "webhook"> {
  readonly onClose: () => void;
}

function Remove({ scope, webhook, onClose }: AskProps) {
  const cache = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteWebhook(webhook.id),
    onSuccess: () => {
      onClose();
      // Taken from the list rather than asked for anew: its log would be asked for along with it, and is gone.
      cache.setQueryData<readonly Webhook[]>(webhookKeys.of(scope), (known) =>
        known?.filter(({ id }) => id !== webhook.id),
      );
    },
  });
  return (
    <ConfirmDialog
      title={t("webhooks.removeTitle")}
      confirm={t("webhooks.remove")}
      keep={t("webhooks.keep")}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>{t("webhooks.removeText", { url: webhook.url })}</p>
      {remove.error !== null && <ErrorBox title={t("webhooks.removeFailed")} details={errorDetails(remove.error)} />}
    </ConfirmDialog>
  );
}

function Renew({ webhook, onSecret, onClose }: AskProps & Pick<CardProps, "onSecret">) {
  const renew = useMutation({
    mutationFn: () => renewSecret(webhook.id),
    onSuccess: ({ secret }) => {
      onClose();
      onSecret(secret);
    },
  });
  return (
    <ConfirmDialog
      title={t("webhooks.renewTitle")}
      confirm={t("webhooks.renew")}
      keep={t("webhooks.keepSecret")}
      busy={renew.isPending}
      onConfirm={() => renew.mutate()}
      onClose={onClose}
    >
      <p>{t("webhooks.renewText")}</p>
      {renew.error !== null && <ErrorBox title={t("webhooks.renewFailed")} details={errorDetails(renew.error)} />}
    </ConfirmDialog>
  );
}

/** How a ping went. */
function Ping({ delivery }: { readonly delivery: Delivery }) {
  if (delivery.error !== null) {
    const details = [delivery.error, delivery.excerpt ?? ""].filter((part) => part !== "").join("\n");
    return <ErrorBox title={t("webhooks.testFailed")} details={details} />;
  }
  return (
    <p className={styles.done} role="status">
      <Icon name="check" />
      {t("webhooks.tested", { status: delivery.status ?? "", milliseconds: delivery.duration_ms ?? "" })}
    </p>
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
    <article className={styles.card} aria-label={webhook.url}>
      <div className={styles.head}>
        <Icon name="webhook" />
        <div className={styles.words}>
          <h2 className={styles.name}>
            {webhook.url} <State webhook={webhook} />
          </h2>
          <p className={styles.place}>{told(webhook)}</p>
        </div>
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
      </div>
      {test.data !== undefined && <Ping delivery={test.data} />}
      {test.error !== null && <ErrorBox title={t("webhooks.testFailed")} details={errorDetails(test.error)} />}
      {showsLog && <DeliveryLog scope={scope} webhook={webhook} />}
      {asked === "remove" && <Remove scope={scope} webhook={webhook} onClose={close} />}
      {asked === "renew" && <Renew scope={scope} webhook={webhook} onSecret={onSecret} onClose={close} />}
    </article>
  );
}
