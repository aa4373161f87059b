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
  if (error instanceof ApiError && error.body.code === "no_organization") {
    return <ErrorBox title={t("auth.noOrganization")}>{t("auth.noOrganizationHelp")}</ErrorBox>;
  }
  if (error instanceof ApiError && error.status === 401) {
    return <ErrorBox title={t("auth.wrong")}>{t("auth.wrongHelp")}</ErrorBox>;
  }
  if (error instanceof ApiError && error.status === 429) {
    return <ErrorBox title={t("auth.tooMany")}>{error.message}</ErrorBox>;
  }
  return <ErrorBox title={t("auth.signInFailed")} details={errorDetails(error)} />;
}

interface SignIn {
  readonly error: unknown;
  readonly busy: boolean;
  readonly submit: (email: string, password: string) => Promise<void>;
}

function useSignIn(onSignedIn: () => void, onRefused: () => void): SignIn {
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const submit = async (email: string, password: string): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await signIn(email, password);
      onSignedIn();
    } catch (failure) {
      setError(failure);
      setBusy(false);
      onRefused();
    }
  };
  return { error, busy, submit };
}

export function LoginPage({ session, onSignedIn }: LoginPageProps) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const passwordField = useRef<HTMLInputElement>(null);
  const { error, busy, submit } = useSignIn(onSignedIn, () => {
    // The address stays, the password is cleared and focused; which of the two was wrong is not said.
    setPassword("");
    passwordField.current?.focus();
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void submit(email.trim(), password);
  };

  return (
    <AuthFrame title={t("auth.signInTitle")} version={session.version}>
      {error !== undefined && <Refusal error={error} />}
      <form className={styles.form} onSubmit={onSubmit}>
        <Field label={t("app.email")} errors={fieldErrors(error, "email")}>
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
      <NoAccount session={session} />
    </AuthFrame>
  );
}

/** How somebody without an account gets one. */
function NoAccount({ session }: { readonly session: Session }) {
  return (
    <p className={styles.other}>
      {session.signup === "open" ? (
        <>
          {t("auth.noAccount")} <a href={`/user/signup${window.location.search}`}>{t("auth.signUp")}</a>
        </>
      ) : (
        t("auth.inviteOnly")
      )}
    </p>
  );
}
