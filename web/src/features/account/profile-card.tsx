import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { errorDetails, fieldErrors } from "../../api/api-error";
import { updateAccount } from "../../api/people";
import { sessionOptions, usersOptions } from "../../api/queries";
import type { SignedIn } from "../../api/session";
import { Button } from "../../design/button";
import { Field, Input } from "../../design/field";
import { ErrorBox } from "../../design/message";
import { showToast } from "../../design/toast-store";
import { t } from "../../i18n/t";
import styles from "./account.module.css";

/** Who the others see. */
export function ProfileCard({ session }: { readonly session: SignedIn }) {
  const { user, organization } = session;
  const [firstName, setFirstName] = useState(user.first_name);
  const [lastName, setLastName] = useState(user.last_name);
  const cache = useQueryClient();
  const save = useMutation({
    mutationFn: () => updateAccount(user.id, { first_name: firstName.trim(), last_name: lastName.trim() }),
    onSuccess: async () => {
      showToast("ok", t("people.profileSaved"));
      await Promise.all([cache.invalidateQueries(sessionOptions), cache.invalidateQueries(usersOptions)]);
    },
  });
  const changed = firstName !== user.first_name || lastName !== user.last_name;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const reasons = [...fieldErrors(save.error, "first_name"), ...fieldErrors(save.error, "last_name")];

  return (
    <section className={styles.card} aria-labelledby="profile-heading">
      <h2 id="profile-heading">{t("people.profile")}</h2>
      <form className={styles.form} onSubmit={submit}>
        <div className={styles.pair}>
          <Field label={t("app.firstName")} errors={fieldErrors(save.error, "first_name")}>
            {(wiring) => (
              <Input
                {...wiring}
                autoComplete="given-name"
                value={firstName}
                onChange={(event) => setFirstName(event.target.value)}
              />
            )}
          </Field>
          <Field label={t("app.lastName")} errors={fieldErrors(save.error, "last_name")}>
            {(wiring) => (
              <Input
                {...wiring}
                autoComplete="family-name"
                value={lastName}
                onChange={(event) => setLastName(event.target.value)}
              />
            )}
          </Field>
        </div>
        <p className={styles.hint}>{t("people.signedInAs", { email: user.email, organization: organization.title })}</p>
        {save.error !== null && reasons.length === 0 && (
          <ErrorBox title={t("people.profileNotSaved")} details={errorDetails(save.error)} />
        )}
        <div>
          <Button kind="primary" type="submit" busy={save.isPending} disabled={!changed}>
            {t("app.save")}
          </Button>
        </div>
      </form>
    </section>
  );
}
