/** A webhook as it is being filled in, and what of it is sent. */

import type { Webhook, WebhookInput, WebhookScope } from "../../../api/webhooks";

const EVENTS = [
  "TASKS_CREATED",
  "TASKS_DELETED",
  "ANNOTATION_CREATED",
  "ANNOTATION_UPDATED",
  "ANNOTATIONS_CREATED",
  "ANNOTATIONS_DELETED",
  "PROJECT_UPDATED",
  "LABEL_LINK_CREATED",
  "LABEL_LINK_UPDATED",
  "LABEL_LINK_DELETED",
] as const;

const ORGANIZATION_EVENTS = ["PROJECT_CREATED", ...EVENTS, "PROJECT_DELETED"] as const;

/** What a webhook can be told of, in the order of a project's life. */
export function eventsOf(scope: WebhookScope): readonly (typeof ORGANIZATION_EVENTS)[number][] {
  return scope === null ? ORGANIZATION_EVENTS : EVENTS;
}

export interface WebhookDraft {
  readonly url: string;
  readonly everything: boolean;
  readonly events: readonly string[];
  readonly payload: boolean;
  /** One header a line, as `Name: value`. */
  readonly headers: string;
}

/** The names of the fields a form shows itself, so that their refusals stand beside them. */
export const FIELDS = ["url", "actions", "headers"] as const;

export function newDraft(): WebhookDraft {
  return { url: "", everything: true, events: [], payload: true, headers: "" };
}

export function draftOf(webhook: Webhook): WebhookDraft {
  return {
    url: webhook.url,
    everything: webhook.send_for_all_actions,
    events: webhook.actions,
    payload: webhook.send_payload,
    headers: Object.entries(webhook.headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join("\n"),
  };
}

/** Headers by name. A line without a colon becomes a name that the server refuses, in its own words. */
function headersOf(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return colon < 0 ? [line, ""] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
}

/** What goes over the wire. An address without a scheme is taken for https. */
export function inputOf(draft: WebhookDraft): WebhookInput {
  const url = draft.url.trim();
  return {
    url: url === "" || /^[a-z]+:\/\//i.test(url) ? url : `https://${url}`,
    send_for_all_actions: draft.everything,
    actions: [...draft.events],
    send_payload: draft.payload,
    headers: headersOf(draft.headers),
  };
}

/** The events with one more, or without one. */
export function toggled(events: readonly string[], event: string): readonly string[] {
  return events.includes(event) ? events.filter((one) => one !== event) : [...events, event];
}
