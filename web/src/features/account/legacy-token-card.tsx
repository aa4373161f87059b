import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorDetails } from "../../api/api-error";
import { getLegacyToken, resetLegacyToken } from "../../api/people";
import { Button } from "../../design/button";
import { ConfirmAction } from "../../design/confirm-action";
import { CopyField } from "../../design/copy-field";
import { ErrorBox } from "../../design/message";
import { showToast } from "../../design/toast-store";
import { t } from "../../i18n/t";
import styles from "./account.module.css";

const KEY = ["legacy-token"];

/** The one lasting token that older clients send; fetched only when it is asked for. */
export function LegacyTokenCard() {
  const [shown, setShown] = useState(false);
  const [asking, setAsking] = useState(false);
  const cache = useQueryClient();
  const token = useQuery({ queryKey: KEY, queryFn: ({ signal }) => getLegacyToken(signal), enabled: shown, gcTime: 0 });
  return (
    <section className={styles.card} aria-labelledby="legacy-heading">
      <h2 id="legacy-heading">{t("people.legacy")}</h2>
      <p className={styles.hint}>{t("people.legacyHint")}</p>
      {shown && token.data !== undefined && <CopyField label={t("people.legacy")} value={token.data.token} />}
      {token.error !== null && <ErrorBox title={t("people.tokenFailed")} details={errorDetails(token.error)} />}
      <div className={styles.row}>
        <Button busy={shown && token.isPending} onClick={() => setShown(!shown)}>
          {t(shown ? "people.hideToken" : "people.showToken")}
        </Button>
        <Button kind="dangerQuiet" onClick={() => setAsking(true)}>
          {t("people.resetToken")}
        </Button>
      </div>
      {asking && (
        <ConfirmAction
          title={t("people.resetToken")}
          confirm={t("people.resetToken")}
          act={resetLegacyToken}
          failed={t("people.tokenFailed")}
          onDone={(fresh) => {
            cache.setQueryData(KEY, fresh);
            setShown(true);
            showToast("ok", t("people.legacyReplaced"));
          }}
          onClose={() => setAsking(false)}
        >
          <p>{t("people.resetTokenWhat")}</p>
        </ConfirmAction>
      )}
    </section>
  );
}
