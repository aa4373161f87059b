import { usePageTitle } from "../../../design/use-page-title";
import { t } from "../../../i18n/t";
import "../../../i18n/webhooks";
import { WebhookSection } from "./webhook-section";
import own from "./webhooks.module.css";

/** The webhooks of the whole organization, for its owner and administrators. */
export function OrganizationWebhooksPage() {
  const title = t("page.webhooks");
  usePageTitle(title);
  return (
    <div className={own.organization}>
      <h1>{title}</h1>
      <WebhookSection scope={null} />
    </div>
  );
}
