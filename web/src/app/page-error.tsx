import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { ApiError, errorDetails, NetworkError } from "../api/api-error";
import { Button } from "../design/button";
import { ErrorBox } from "../design/message";
import { usePageTitle } from "../design/use-page-title";
import { t } from "../i18n/t";
import styles from "./app-shell.module.css";

/** Browsers' words for a chunk that is gone, as after an update of the server. */
const CHUNK_GONE = /dynamically imported module|importing a module script failed|module script/i;

function titleOf(error: unknown): string {
  if (error instanceof ApiError && error.status === 404) return t("app.notFoundTitle");
  if (error instanceof ApiError && error.status === 403) return t("app.forbiddenTitle");
  if (error instanceof NetworkError) return t("app.offlineTitle");
  if (isOutdated(error)) return t("app.outdatedTitle");
  return t("app.brokenTitle");
}

function isOutdated(error: unknown): boolean {
  return error instanceof TypeError && CHUNK_GONE.test(error.message);
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
            {!isOutdated(error) && (
              <Button size="small" onClick={again}>
                {t("app.tryAgain")}
              </Button>
            )}
            <Button
              kind={isOutdated(error) ? "secondary" : "ghost"}
              size="small"
              onClick={() => window.location.reload()}
            >
              {t("app.reload")}
            </Button>
          </>
        }
      >
        {isOutdated(error) && t("app.outdatedHelp")}
      </ErrorBox>
    </div>
  );
}
