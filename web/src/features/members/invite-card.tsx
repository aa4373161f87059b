import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorDetails } from "../../api/api-error";
import { rotateInvite } from "../../api/people";
import { Button } from "../../design/button";
import { ConfirmAction } from "../../design/confirm-action";
import { CopyField } from "../../design/copy-field";
import { ErrorBox } from "../../design/message";
import { showToast } from "../../design/toast-store";
import { t } from "../../i18n/t";
import styles from "./members.module.css";
import { inviteOptions, memberKeys } from "./queries";

/** The link by which new people join; replacing it makes the old one worthless. */
export function InviteCard({ mayRotate }: { readonly mayRotate: boolean }) {
  const [asking, setAsking] = useState(false);
  const cache = useQueryClient();
  const invite = useQuery(inviteOptions);
  return (
    <section className={styles.card} aria-labelledby="invite-heading">
      <h2 id="invite-heading">{t("people.invite")}</h2>
      <p className={styles.hint}>{t("people.inviteHint")}</p>
      {invite.error !== null && <ErrorBox title={t("people.inviteFailed")} details={errorDetails(invite.error)} />}
      {invite.data !== undefined && (
        <div className={styles.inviteRow}>
          <CopyField
            label={t("people.inviteLink")}
            value={new URL(invite.data.invite_url, window.location.origin).href}
          />
          {mayRotate && (
            <Button kind="dangerQuiet" onClick={() => setAsking(true)}>
              {t("people.replaceInvite")}
            </Button>
          )}
        </div>
      )}
      {asking && (
        <ConfirmAction
          title={t("people.replaceInvite")}
          confirm={t("people.replaceInvite")}
          act={rotateInvite}
          failed={t("people.inviteFailed")}
          onDone={(fresh) => {
            cache.setQueryData(memberKeys.invite, fresh);
            showToast("ok", t("people.inviteReplaced"));
          }}
          onClose={() => setAsking(false)}
        >
          <p>{t("people.replaceInviteWhat")}</p>
        </ConfirmAction>
      )}
    </section>
  );
}
