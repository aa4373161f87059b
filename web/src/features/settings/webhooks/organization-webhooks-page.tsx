import { useQuery } from "@tanstack/react-query";
import { sessionOptions } from "../../../api/queries";
import { may } from "../../../api/session";
import { Empty } from "../../../design/message";
import { usePageTitle } from "../../../design/use-page-title";
import { t } from "../../../i18n/t";
import "../../../i18n/webhooks";
import { WebhookSection } from "./webhook-section";
import own from "./webhooks.module.css";

/** The webhooks of the whole organization, for its owner and administrators. */
export function OrganizationWebhooksPage() {
  const title = t("settings.webhooks");
  usePageTitle(title);
  const { data: session } = useQuery(sessionOptions);
  if (session === undefined) return null;
  return (
    <div className={own.organization}>
      <h1>{title}</h1>
      {may(session, "members.invite") ? <WebhookSection scope={null} /> : <Empty>{t("webhooks.forLeaders")}</Empty>}
    </div>
  );
}
