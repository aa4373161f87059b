/** The English catalogue: one file an area, so that an area's words are read and translated together. */

import app from "./en/app.json";
import page from "./en/page.json";

/** A text, or its forms for one and for other counts. */
export type Message = string | { readonly one: string; readonly other: string };

/** What every page shows. */
const everywhere = { ...app, ...page };

/** Areas whose words come with what shows them, so that no other page carries them: see `webhooks.ts` and its like. */
type Late = typeof import("./en/activity.json") &
  typeof import("./en/auth.json") &
  typeof import("./en/comments.json") &
  typeof import("./en/compare.json") &
  typeof import("./en/config.json") &
  typeof import("./en/dashboard.json") &
  typeof import("./en/data.json") &
  typeof import("./en/editor.json") &
  typeof import("./en/exports.json") &
  typeof import("./en/history.json") &
  typeof import("./en/jobs.json") &
  typeof import("./en/labeling.json") &
  typeof import("./en/models.json") &
  typeof import("./en/palette.json") &
  typeof import("./en/people.json") &
  typeof import("./en/projects.json") &
  typeof import("./en/refused.json") &
  typeof import("./en/review.json") &
  typeof import("./en/settings.json") &
  typeof import("./en/storage.json") &
  typeof import("./en/team.json") &
  typeof import("./en/webhooks.json");

export type CatalogueKey = keyof typeof everywhere | keyof Late;

const messages: Partial<Record<CatalogueKey, Message>> = { ...everywhere };

export const catalogue: Readonly<typeof messages> = messages;

/** Brings the words of a late area, before anything of it is shown. */
export function addWords(words: Partial<Record<CatalogueKey, Message>>): void {
  Object.assign(messages, words);
}
