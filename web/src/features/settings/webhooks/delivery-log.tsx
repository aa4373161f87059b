import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorDetails } from "../../../api/api-error";
import {
  type Delivery,
  deliveriesOptions,
  sendAgain,
  type Webhook,
  type WebhookScope,
  webhookKeys,
} from "../../../api/webhooks";
import { Tag } from "../../../design/badges";
import { Button } from "../../../design/button";
import { ErrorBox } from "../../../design/message";
import { Table } from "../../../design/table";
import { showToast } from "../../../design/toast-store";
import { VisuallyHidden } from "../../../design/visually-hidden";
import type { CatalogueKey } from "../../../i18n/catalogue";
import { formatAgo, formatExact } from "../../../i18n/dates";
import { t } from "../../../i18n/t";
import own from "./webhooks.module.css";

interface Look {
  readonly kind: "ok" | "danger" | "info";
  readonly text: CatalogueKey;
}

const STATES: Readonly<Record<Delivery["state"], Look>> = {
  pending: { kind: "info", text: "webhooks.pending" },
  sent: { kind: "ok", text: "webhooks.sent" },
  parked: { kind: "danger", text: "webhooks.parked" },
};

const STEP = 10;

interface LogProps {
  readonly scope: WebhookScope;
  readonly webhook: Webhook;
}

/** What became of the last try, in the receiver's own words where it had some. */
function answerOf({ status, excerpt, error }: Delivery): string {
  return [error ?? (status === null ? "" : t("webhooks.answered", { status })), excerpt ?? ""]
    .filter((part) => part !== "")
    .join(" ");
}

function Row({ delivery, scope, webhook }: LogProps & { readonly delivery: Delivery }) {
  const cache = useQueryClient();
  const again = useMutation({
    mutationFn: () => sendAgain(webhook.id, delivery.id),
    onError: (error) => showToast("error", t("webhooks.againFailed", { reason: errorDetails(error) })),
    onSettled: () => cache.invalidateQueries({ queryKey: webhookKeys.log(scope, webhook.id) }),
  });
  const look = STATES[delivery.state];
  const at = delivery.tried_at ?? delivery.created_at;
  return (
    <tr>
      <td>
        <code>{delivery.action}</code>
      </td>
      <td>
        <Tag kind={look.kind}>{t(look.text)}</Tag>
      </td>
      <td className={own.when}>
        <time dateTime={at} title={formatExact(at)}>
          {formatAgo(at)}
        </time>
      </td>
      <td className={own.answer}>
        {delivery.attempts > 1 && <>{t("webhooks.tries", { count: delivery.attempts })} </>}
        {answerOf(delivery)}
        {delivery.next_at !== null && delivery.attempts > 0 && (
          <span>{t("webhooks.nextAt", { moment: formatExact(delivery.next_at) })}</span>
        )}
      </td>
      <td>
        <Button
          kind="ghost"
          size="small"
          busy={again.isPending}
          aria-label={t("webhooks.againThis", { event: delivery.action, id: delivery.id })}
          onClick={() => again.mutate()}
        >
          {t("webhooks.again")}
        </Button>
      </td>
    </tr>
  );
}

/** What was sent to a webhook in the last days, newest first, and what waits. */
export function DeliveryLog({ scope, webhook }: LogProps) {
  const [size, setSize] = useState(STEP);
  const { data, error } = useQuery(deliveriesOptions(scope, webhook.id, size));
  if (error !== null) return <ErrorBox title={t("webhooks.logFailed")} details={errorDetails(error)} />;
  if (data === undefined) return null;
  return (
    <section className={own.log} aria-label={t("webhooks.log")}>
      {data.count === 0 ? (
        <p className={own.answer}>{t("webhooks.nothingSent")}</p>
      ) : (
        <Table>
          <thead>
            <tr>
              <th scope="col">{t("webhooks.eventName")}</th>
              <th scope="col">{t("webhooks.state")}</th>
              <th scope="col">{t("webhooks.when")}</th>
              <th scope="col">{t("webhooks.answer")}</th>
              <th scope="col">
                <VisuallyHidden>{t("webhooks.again")}</VisuallyHidden>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.results.map((delivery) => (
              <Row key={delivery.id} delivery={delivery} scope={scope} webhook={webhook} />
            ))}
          </tbody>
        </Table>
      )}
      {data.results.length < data.count && (
        <Button kind="ghost" size="small" onClick={() => setSize(size + STEP)}>
          {t("webhooks.older")}
        </Button>
      )}
    </section>
  );
}
