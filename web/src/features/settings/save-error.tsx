import { useQueryClient } from "@tanstack/react-query";
import { ApiError, errorDetails, otherErrors } from "../../api/api-error";
import { projectKeys } from "../../api/queries";
import { Button } from "../../design/button";
import { ErrorBox } from "../../design/message";
import { t } from "../../i18n/t";
import "../../i18n/settings";

interface SaveErrorProps {
  readonly error: unknown;
  readonly projectId: number;
  /** Fields whose reasons the form shows itself. */
  readonly fields: readonly string[];
}

/** Why a change was not saved, as far as no field says it. */
export function SaveError({ error, projectId, fields }: SaveErrorProps) {
  const cache = useQueryClient();
  if (error === null) return null;
  if (error instanceof ApiError && error.status === 412) {
    return (
      <ErrorBox
        title={t("settings.conflict")}
        actions={
          <Button size="small" onClick={() => void cache.invalidateQueries({ queryKey: projectKeys.one(projectId) })}>
            {t("settings.loadTheirs")}
          </Button>
        }
      >
        {t("settings.conflictHelp")}
      </ErrorBox>
    );
  }
  const shownByFields =
    error instanceof ApiError &&
    Object.keys(error.body.validation_errors ?? {}).length > 0 &&
    otherErrors(error, fields).length === 0;
  return shownByFields ? null : <ErrorBox title={t("settings.notSaved")} details={errorDetails(error)} />;
}
