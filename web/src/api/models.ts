/** Model backends of a project over the public API. */

import { queryOptions } from "@tanstack/react-query";
import { request, send } from "./http";
import { jobKeys } from "./jobs";
import { projectKeys } from "./queries";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Model = Readonly<
  Pick<
    Schemas["BackendRead"],
    | "id"
    | "project"
    | "url"
    | "title"
    | "auth_method"
    | "basic_auth_user"
    | "basic_auth_pass_is_set"
    | "auto_update"
    | "error_message"
    | "model_version"
    | "updated_at"
  >
> & { readonly state: ModelState };

/** Connected, disconnected, error, training, predicting. */
export type ModelState = "CO" | "DI" | "ER" | "TR" | "PR";

/** What is sent; a key left out stays as it is. */
export type ModelInput = Readonly<
  Pick<
    Schemas["BackendInput"],
    | "project"
    | "url"
    | "title"
    | "auth_method"
    | "basic_auth_user"
    | "basic_auth_pass"
    | "auto_update"
    | "model_version"
  >
>;

/** A job that was begun; it may have ended already. */
export type Started = Readonly<Schemas["Started"]>;

const PATH = "/api/ml";
const WHILE_BUSY_MS = 3_000;

export function isBusy({ state }: Model): boolean {
  return state === "TR" || state === "PR";
}

/** Below the project's key: what a job did to a project shows here as well. */
export const modelKeys = {
  of: (project: number) => [...projectKeys.one(project), "models"] as const,
};

/** The server asks each backend how it is. */
export const modelsOptions = (project: number) =>
  queryOptions({
    queryKey: modelKeys.of(project),
    queryFn: ({ signal }) => request<readonly Model[]>(PATH, { query: { project }, signal }),
    refetchInterval: ({ state }) => (state.data?.some(isBusy) === true ? WHILE_BUSY_MS : false),
  });

/** What is out of date once a model was set to work. */
export const touchedByWork = (project: number) => [jobKeys.all, modelKeys.of(project)] as const;

/** Refused unless the backend answers and takes the project. */
export function connectModel(input: ModelInput): Promise<Model> {
  return request<Model>(PATH, { method: "POST", body: input });
}

export function changeModel(id: number, input: ModelInput): Promise<Model> {
  return request<Model>(`${PATH}/${id}`, { method: "PATCH", body: input });
}

export async function disconnectModel(id: number): Promise<void> {
  await send(`${PATH}/${id}`, { method: "DELETE" });
}

/** Has all tasks of the project predicted, or the model trained, by a job. */
export function setToWork(id: number, work: "predict" | "train"): Promise<Started> {
  return request<Started>(`${PATH}/${id}/${work}`, { method: "POST" });
}
