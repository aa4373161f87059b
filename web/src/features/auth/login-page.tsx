import { type FormEvent, useRef, useState } from "react";
import { ApiError, errorDetails, fieldErrors } from "../../api/api-error";
import { type Session, signIn } from "../../api/session";
import { Button } from "../../design/button";
import { Field, Input } from "../../design/field";
import { ErrorBox } from "../../design/message";
import { t } from "../../i18n/t";
import styles from "./auth.module.css";
import { AuthFrame } from "./auth-frame";

interface LoginPageProps {
  readonly session: Session;
  readonly onSignedIn: () => void;
}

function Refusal({ error }: { readonly error: unknown }) {
  if (error instanceof ApiError && error.status === 401) {
    return <ErrorBox title={t("auth.wrong")}>{t("auth.wrongHelp")}</ErrorBox>;
  }
  if (error instanceof ApiError && error.status === 429) {
    return <ErrorBox title={t("auth.tooMany")}>{error.message}</ErrorBox>;
  }
  return <ErrorBox title={t("auth.signInFailed")} details={errorDetails(error)} />;
}

export function LoginPage({ session, onSignedIn }: LoginPageProps) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const passwordField = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await signIn(email.trim(), password);
      onSignedIn();
    } catch (failure) {
      // The address stays, the password is cleared and focused; which of the two was wrong is not said.
      setError(failure);
      setPassword("");
      setBusy(false);
      passwordField.current?.focus();
    }
  };

  return (
    <AuthFrame title={t("auth.signInTitle")} version={session.version}>
      {error !== undefined && <Refusal error={error} />}
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <Field label={t("auth.email")} errors={fieldErrors(error, "email")}>
          {(wiring) => (
            <Input
              {...wiring}
              type="email"
              name="email"
              autoComplete="username"
              required
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("auth.password")} errors={fieldErrors(error, "password")}>
          {(wiring) => (
            <Input
              {...wiring}
              ref={passwordField}
              type="password"
              name="password"
              autoComplete="current-password"
              required
              aria-invalid={error !== undefined}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Button kind="primary" type="submit" busy={busy}>
          {t("auth.signIn")}
        </Button>
      </form>
      <p className={styles.other}>
        {session.signup === "open" ? (
          <>
            {t("auth.noAccount")} <a href={`/user/signup${window.location.search}`}>{t("auth.signUp")}</a>
          </>
        ) : (
          t("auth.inviteOnly")
        )}
      </p>
    </AuthFrame>
  );
}
