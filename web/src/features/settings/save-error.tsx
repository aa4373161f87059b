import { useQueryClient } from "@tanstack/react-query";
import { ApiError } from "../../api/api-error";
import { projectKeys } from "../../api/queries";
import { Button } from "../../design/button";
import { ErrorBox } from "../../design/message";
import { t } from "../../i18n/t";
import { Refusal } from "./refusal";
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
  return <Refusal title={t("settings.notSaved")} error={error} fields={fields} />;
}
