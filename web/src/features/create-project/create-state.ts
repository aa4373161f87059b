/** Making the project and filling it: the project first, then one file after the other. */

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { createProject, deleteProject } from "../../api/projects";
import { projectKeys } from "../../api/queries";
import { importFile } from "../../api/tasks";

export interface NewProject {
  readonly title: string;
  readonly config: string;
  readonly files: readonly File[];
}

export type CreateState =
  | { readonly step: "editing"; readonly error: unknown }
  | { readonly step: "creating" }
  | { readonly step: "importing"; readonly file: File; readonly number: number; readonly sent: number }
  /** The project stands, but this file did not go in; those after it were not tried. */
  | { readonly step: "failed"; readonly projectId: number; readonly file: File; readonly error: unknown };

interface Creation {
  readonly state: CreateState;
  readonly create: (project: NewProject) => Promise<void>;
  /** Tries the file that failed, and those after it, once more. */
  readonly retry: () => Promise<void>;
  /** Stops the import that is under way. */
  readonly cancel: () => void;
  /** Takes the half-filled project away and goes back to editing. */
  readonly discard: () => Promise<void>;
}

/** Runs the creation; `onDone` gets the project once everything is in. */
export function useCreation(onDone: (projectId: number) => void): Creation {
  const cache = useQueryClient();
  const [state, setState] = useState<CreateState>({ step: "editing", error: undefined });
  const stop = useRef<AbortController>(undefined);
  const rest = useRef<readonly File[]>([]);

  const fill = async (projectId: number, files: readonly File[]): Promise<void> => {
    stop.current = new AbortController();
    const { signal } = stop.current;
    for (const [index, file] of files.entries()) {
      const report = (sent: number): void => setState({ step: "importing", file, number: index + 1, sent });
      report(0);
      try {
        await importFile(projectId, file, {
          signal,
          onProgress: (sent, total) => report(total === 0 ? 0 : sent / total),
        });
      } catch (error) {
        rest.current = files.slice(index);
        setState({ step: "failed", projectId, file, error });
        return;
      }
    }
    await cache.invalidateQueries({ queryKey: projectKeys.all });
    onDone(projectId);
  };

  const create = async ({ title, config, files }: NewProject): Promise<void> => {
    setState({ step: "creating" });
    let projectId: number;
    try {
      projectId = (await createProject({ title, label_config: config })).id;
    } catch (error) {
      setState({ step: "editing", error });
      return;
    }
    await fill(projectId, files);
  };

  const discard = async (): Promise<void> => {
    if (state.step !== "failed") return;
    try {
      await deleteProject(state.projectId);
      setState({ step: "editing", error: undefined });
    } catch (error) {
      setState({ ...state, error });
    }
    await cache.invalidateQueries({ queryKey: projectKeys.all });
  };

  return {
    state,
    create,
    retry: async () => {
      if (state.step === "failed") await fill(state.projectId, rest.current);
    },
    cancel: () => stop.current?.abort(),
    discard,
  };
}
