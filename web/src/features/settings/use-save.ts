import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Project, ProjectChange } from "../../api/projects";
import { updateProject } from "../../api/projects";
import { projectKeys } from "../../api/queries";
import { showToast } from "../../design/toast-store";
import { t } from "../../i18n/t";

/** Saves a change of the project as it was read; somebody else's change meanwhile is a 412, never overwritten. */
export function useSave(project: Project) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (change: ProjectChange) => updateProject(project.id, change, project.rev),
    onSuccess: (saved) => {
      cache.setQueryData(projectKeys.one(project.id), saved);
      void cache.invalidateQueries({ queryKey: projectKeys.lists });
      showToast("ok", t("settings.saved"));
    },
  });
}
