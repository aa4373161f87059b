import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorDetails } from "../../api/api-error";
import { rotateInvite } from "../../api/people";
import { Button } from "../../design/button";
import { ConfirmDialog } from "../../design/confirm-dialog";
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
  const rotate = useMutation({
    mutationFn: rotateInvite,
    onSuccess: (fresh) => {
      cache.setQueryData(memberKeys.invite, fresh);
      setAsking(false);
      showToast("ok", t("people.inviteReplaced"));
    },
  });
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
        <ConfirmDialog
          title={t("people.replaceInvite")}
          confirm={t("people.replaceInvite")}
          keep={t("app.keep")}
          busy={rotate.isPending}
          onConfirm={() => rotate.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>{t("people.replaceInviteWhat")}</p>
          {rotate.error !== null && <ErrorBox title={t("people.inviteFailed")} details={errorDetails(rotate.error)} />}
        </ConfirmDialog>
      )}
    </section>
  );
}
