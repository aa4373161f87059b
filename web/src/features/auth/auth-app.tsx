import { StrictMode, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { errorDetails } from "../../api/api-error";
import { fetchSession, isSignedIn, type Session } from "../../api/session";
import { Button } from "../../design/button";
import { ErrorBox } from "../../design/message";
import { startAppearance } from "../../design/theme";
import { t } from "../../i18n/t";
import { AuthFrame } from "./auth-frame";
import { LoginPage } from "./login-page";
import { nextPath } from "./next-path";
import { SignUpPage } from "./signup-page";
import "../../i18n/auth";

const leave = (): void => window.location.assign(nextPath(window.location.search, window.location.origin));

function AuthApp() {
  const [session, setSession] = useState<Session>();
  const [failure, setFailure] = useState<unknown>();

  useEffect(() => {
    fetchSession().then((loaded) => (isSignedIn(loaded) ? leave() : setSession(loaded)), setFailure);
  }, []);

  if (failure !== undefined) {
    return (
      <AuthFrame title={t("auth.unavailable")} version={undefined}>
        <ErrorBox
          title={t("auth.noServer")}
          details={errorDetails(failure)}
          actions={
            <Button size="small" onClick={() => window.location.reload()}>
              {t("app.reload")}
            </Button>
          }
        >
          {t("auth.noServerHelp")}
        </ErrorBox>
      </AuthFrame>
    );
  }
  if (session === undefined) return null;
  const wantsSignUp = window.location.pathname.startsWith("/user/signup") || session.signup === "first";
  return wantsSignUp ? (
    <SignUpPage session={session} onSignedIn={leave} />
  ) : (
    <LoginPage session={session} onSignedIn={leave} />
  );
}

/** Shows signing in or signing up, by the address. */
export function mountAuth(root: HTMLElement): void {
  startAppearance();
  createRoot(root).render(
    <StrictMode>
      <AuthApp />
    </StrictMode>,
  );
}
