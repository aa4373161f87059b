import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { ApiError, errorDetails, NetworkError } from "../api/api-error";
import { Button } from "../design/button";
import { ErrorBox } from "../design/message";
import { usePageTitle } from "../design/use-page-title";
import { t } from "../i18n/t";
import styles from "./app-shell.module.css";

function titleOf(error: unknown): string {
  if (error instanceof ApiError && error.status === 404) return t("app.notFoundTitle");
  if (error instanceof ApiError && error.status === 403) return t("app.forbiddenTitle");
  if (error instanceof NetworkError) return t("app.offlineTitle");
  return t("app.brokenTitle");
}

/** Stands where a page failed; the bar above keeps working. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const title = titleOf(error);
  usePageTitle(title);
  const again = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <div className={styles.problem}>
      <h1>{title}</h1>
      <ErrorBox
        title={t("app.pageFailed")}
        details={errorDetails(error)}
        actions={
          <>
            <Button size="small" onClick={again}>
              {t("app.tryAgain")}
            </Button>
            <Button kind="ghost" size="small" onClick={() => window.location.reload()}>
              {t("app.reload")}
            </Button>
          </>
        }
      />
    </div>
  );
}
