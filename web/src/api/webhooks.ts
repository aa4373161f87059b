/** Webhooks of a project or of the whole organization, and the log of what was sent to them, over the public API. */

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request, send } from "./http";
import { projectKeys } from "./queries";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Webhook = Readonly<
  Pick<
    Schemas["WebhookRead"],
    | "id"
    | "project"
    | "url"
    | "is_active"
    | "send_payload"
    | "send_for_all_actions"
    | "actions"
    | "headers"
    | "consecutive_failures"
  >
>;

/** What is sent; a key left out stays as it is. */
export type WebhookInput = Readonly<
  Pick<
    Schemas["WebhookInput"],
    "project" | "url" | "is_active" | "send_payload" | "send_for_all_actions" | "actions" | "headers"
  >
>;

export type Delivery = Readonly<Schemas["DeliveryRead"]>;

/** A webhook with the key of its signatures, which is told this once. */
export type Fresh = Webhook & { readonly secret: string };

interface DeliveryPage {
  readonly count: number;
  readonly results: readonly Delivery[];
}

/** A project, or null for the whole organization. */
export type WebhookScope = number | null;

const PATH = "/api/webhooks";
const WHILE_WAITING_MS = 3_000;

export const webhookKeys = {
  of: (scope: WebhookScope) =>
    scope === null ? (["organization", "webhooks"] as const) : ([...projectKeys.one(scope), "webhooks"] as const),
  log: (scope: WebhookScope, id: number) => [...webhookKeys.of(scope), id] as const,
};

export const webhooksOptions = (scope: WebhookScope) =>
  queryOptions({
    queryKey: webhookKeys.of(scope),
    queryFn: async ({ signal }) => {
      const webhooks = await request<readonly Webhook[]>(PATH, { query: { project: scope ?? undefined }, signal });
      // Without a project the server lists those of all projects as well.
      return webhooks.filter(({ project }) => project === scope);
    },
  });

/** The newest deliveries; followed while some of them wait. */
export const deliveriesOptions = (scope: WebhookScope, id: number, size: number) =>
  queryOptions({
    queryKey: [...webhookKeys.log(scope, id), size],
    queryFn: ({ signal }) => request<DeliveryPage>(`${PATH}/${id}/deliveries`, { query: { page_size: size }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.results.some((one) => one.state === "pending") === true ? WHILE_WAITING_MS : false,
  });

export function makeWebhook(input: WebhookInput): Promise<Fresh> {
  return request<Fresh>(PATH, { method: "POST", body: input });
}

export function changeWebhook(id: number, input: WebhookInput): Promise<Webhook> {
  return request<Webhook>(`${PATH}/${id}`, { method: "PATCH", body: input });
}

export async function deleteWebhook(id: number): Promise<void> {
  await send(`${PATH}/${id}`, { method: "DELETE" });
}

/** Another key; the old one signs nothing from now on. */
export function renewSecret(id: number): Promise<Fresh> {
  return request<Fresh>(`${PATH}/${id}/secret`, { method: "POST" });
}

/** Sends a ping now and tells how that went. */
export function testWebhook(id: number): Promise<Delivery> {
  return request<Delivery>(`${PATH}/${id}/test`, { method: "POST" });
}

export function sendAgain(id: number, delivery: number): Promise<Delivery> {
  return request<Delivery>(`${PATH}/${id}/deliveries/${delivery}/redeliver`, { method: "POST" });
}
