import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorDetails } from "../../api/api-error";
import { createPersonalToken, listPersonalTokens, type PersonalToken, revokePersonalToken } from "../../api/people";
import { Button } from "../../design/button";
import { ConfirmAction } from "../../design/confirm-action";
import { CopyField } from "../../design/copy-field";
import { Banner, ErrorBox } from "../../design/message";
import { showToast } from "../../design/toast-store";
import { formatDay } from "../../i18n/dates";
import { t } from "../../i18n/t";
import styles from "./account.module.css";

const KEY = ["personal-tokens"];

/** Tokens that are exchanged for short-lived ones; each is shown whole once, when it is made. */
export function PersonalTokensCard() {
  const cache = useQueryClient();
  const [created, setCreated] = useState<string>();
  const tokens = useQuery({ queryKey: KEY, queryFn: ({ signal }) => listPersonalTokens(signal) });
  const create = useMutation({
    mutationFn: createPersonalToken,
    onSuccess: async ({ token }) => {
      setCreated(token);
      await cache.invalidateQueries({ queryKey: KEY });
    },
  });
  return (
    <section className={styles.card} aria-labelledby="personal-heading">
      <h2 id="personal-heading">{t("people.personal")}</h2>
      <p className={styles.hint}>{t("people.personalHint")}</p>
      {created !== undefined && (
        <>
          <Banner>{t("people.shownOnce")}</Banner>
          <CopyField label={t("people.newToken")} value={created} />
        </>
      )}
      {tokens.error !== null && <ErrorBox title={t("people.tokensFailed")} details={errorDetails(tokens.error)} />}
      {(tokens.data?.length ?? 0) > 0 && (
        <ul className={styles.tokens}>
          {tokens.data?.map((token) => (
            <TokenRow key={token.token} token={token} onRevoked={() => setCreated(undefined)} />
          ))}
        </ul>
      )}
      {create.error !== null && <ErrorBox title={t("people.tokenNotMade")} details={errorDetails(create.error)} />}
      <div>
        <Button icon="key" busy={create.isPending} onClick={() => create.mutate()}>
          {t("people.createToken")}
        </Button>
      </div>
    </section>
  );
}

function TokenRow({ token, onRevoked }: { readonly token: PersonalToken; readonly onRevoked: () => void }) {
  const [asking, setAsking] = useState(false);
  const cache = useQueryClient();
  return (
    <li className={styles.token}>
      <span className={styles.tokenText} title={token.token}>
        {token.token}
      </span>
      <span className={styles.hint}>
        {token.expires_at === null
          ? t("people.createdOn", { day: formatDay(token.created_at) })
          : t("people.validUntil", { day: formatDay(token.expires_at) })}
      </span>
      <Button kind="dangerQuiet" size="small" onClick={() => setAsking(true)}>
        {t("people.revoke")}
      </Button>
      {asking && (
        <ConfirmAction
          title={t("people.revokeTitle")}
          confirm={t("people.revoke")}
          act={() => revokePersonalToken(token.token)}
          failed={t("people.notRevoked")}
          onDone={() => {
            onRevoked();
            showToast("ok", t("people.tokenRevoked"));
            void cache.invalidateQueries({ queryKey: KEY });
          }}
          onClose={() => setAsking(false)}
        >
          <p>{t("people.revokeWhat")}</p>
        </ConfirmAction>
      )}
    </li>
  );
}
