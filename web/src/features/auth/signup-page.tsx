import { type ChangeEvent, type FormEvent, useState } from "react";
import { errorDetails, fieldErrors, otherErrors } from "../../api/api-error";
import { type Session, type SignUpInput, signUp } from "../../api/session";
import { Button } from "../../design/button";
import { Field, Input } from "../../design/field";
import { ErrorBox } from "../../design/message";
import { t } from "../../i18n/t";
import styles from "./auth.module.css";
import { AuthFrame } from "./auth-frame";

interface SignUpPageProps {
  readonly session: Session;
  readonly onSignedIn: () => void;
}

const FIELDS = ["email", "password", "first_name", "last_name"] as const;
const SHORTEST_PASSWORD = 8;

type Values = Readonly<Record<(typeof FIELDS)[number], string>>;

function Refusal({ error }: { readonly error: unknown }) {
  const others = otherErrors(error, FIELDS);
  if (FIELDS.some((field) => fieldErrors(error, field).length > 0) && others.length === 0) return null;
  return (
    <ErrorBox title={t("auth.signUpFailed")} details={others.length > 0 ? others.join("\n") : errorDetails(error)} />
  );
}

/** Nobody gets in without an invitation unless the server is open or still has no account. */
function needsInvite(session: Session, token: string): boolean {
  return session.signup === "invite" && token === "";
}

export function SignUpPage({ session, onSignedIn }: SignUpPageProps) {
  const token = new URLSearchParams(window.location.search).get("token") ?? "";
  const [values, setValues] = useState<Values>({ email: "", password: "", first_name: "", last_name: "" });
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    const input: SignUpInput = { ...values, email: values.email.trim(), ...(token !== "" && { token }) };
    try {
      await signUp(input);
      onSignedIn();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  if (needsInvite(session, token)) return <NeedsInvite session={session} />;

  return (
    <AuthFrame title={t(session.signup === "first" ? "auth.firstTitle" : "auth.signUpTitle")} version={session.version}>
      {session.signup === "first" && <p className={styles.other}>{t("auth.firstHelp")}</p>}
      {error !== undefined && <Refusal error={error} />}
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <AccountFields values={values} error={error} onChange={setValues} />
        <Button kind="primary" type="submit" busy={busy}>
          {t("auth.createAccount")}
        </Button>
      </form>
      {session.signup !== "first" && (
        <p className={styles.other}>
          {t("auth.haveAccount")} <a href="/user/login">{t("auth.signIn")}</a>
        </p>
      )}
    </AuthFrame>
  );
}

function NeedsInvite({ session }: { readonly session: Session }) {
  return (
    <AuthFrame title={t("auth.signUpTitle")} version={session.version}>
      <p className={styles.other}>{t("auth.needInvite")}</p>
      <p className={styles.other}>
        <a href="/user/login">{t("auth.signIn")}</a>
      </p>
    </AuthFrame>
  );
}

interface AccountFieldsProps {
  readonly values: Values;
  readonly error: unknown;
  readonly onChange: (values: Values) => void;
}

function AccountFields({ values, error, onChange }: AccountFieldsProps) {
  const wire = (name: keyof Values) => ({
    name,
    value: values[name],
    onChange: (event: ChangeEvent<HTMLInputElement>) => onChange({ ...values, [name]: event.target.value }),
  });
  return (
    <>
      <Field label={t("app.email")} errors={fieldErrors(error, "email")}>
        {(wiring) => <Input {...wiring} {...wire("email")} type="email" autoComplete="username" required autoFocus />}
      </Field>
      <Field
        label={t("auth.password")}
        hint={t("auth.passwordHint", { count: SHORTEST_PASSWORD })}
        errors={fieldErrors(error, "password")}
      >
        {(wiring) => (
          <Input
            {...wiring}
            {...wire("password")}
            type="password"
            autoComplete="new-password"
            required
            minLength={SHORTEST_PASSWORD}
          />
        )}
      </Field>
      <div className={styles.names}>
        <Field label={t("app.firstName")} errors={fieldErrors(error, "first_name")}>
          {(wiring) => <Input {...wiring} {...wire("first_name")} autoComplete="given-name" />}
        </Field>
        <Field label={t("app.lastName")} errors={fieldErrors(error, "last_name")}>
          {(wiring) => <Input {...wiring} {...wire("last_name")} autoComplete="family-name" />}
        </Field>
      </div>
    </>
  );
}
