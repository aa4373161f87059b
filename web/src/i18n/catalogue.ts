/** The English catalogue: one file an area, so that an area's words are read and translated together. */

import app from "./en/app.json";
import auth from "./en/auth.json";
import config from "./en/config.json";
import data from "./en/data.json";
import editor from "./en/editor.json";
import jobs from "./en/jobs.json";
import labeling from "./en/labeling.json";
import people from "./en/people.json";
import projects from "./en/projects.json";
import settings from "./en/settings.json";

/** A text, or its forms for one and for other counts. */
export type Message = string | { readonly one: string; readonly other: string };

const english = {
  ...app,
  ...auth,
  ...config,
  ...data,
  ...editor,
  ...jobs,
  ...labeling,
  ...people,
  ...projects,
  ...settings,
};

/** Areas whose words come with their page, so that no other page carries them: see `webhooks.ts` and its like. */
type Late = typeof import("./en/webhooks.json") &
  typeof import("./en/exports.json") &
  typeof import("./en/models.json") &
  typeof import("./en/storage.json") &
  typeof import("./en/compare.json") &
  typeof import("./en/review.json") &
  typeof import("./en/comments.json") &
  typeof import("./en/team.json") &
  typeof import("./en/dashboard.json") &
  typeof import("./en/activity.json") &
  typeof import("./en/history.json") &
  typeof import("./en/refused.json");

export type CatalogueKey = keyof typeof english | keyof Late;

const messages: Partial<Record<CatalogueKey, Message>> = { ...english };

export const catalogue: Readonly<typeof messages> = messages;

/** Brings the words of a late area, before anything of it is shown. */
export function addWords(words: Partial<Record<CatalogueKey, Message>>): void {
  Object.assign(messages, words);
}
