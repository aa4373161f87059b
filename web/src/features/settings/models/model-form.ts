/** A model backend as it is being filled in, and what of it is sent. */

import type { Model, ModelInput } from "../../../api/models";

export interface ModelDraft {
  readonly title: string;
  readonly url: string;
  readonly signsIn: boolean;
  readonly user: string;
  readonly password: string;
  /** The version follows what the backend says; else the one named here is used. */
  readonly follows: boolean;
  readonly version: string;
}

/** The names of the fields a form shows itself, so that their refusals stand beside them. */
export const FIELDS = ["title", "url", "basic_auth_user", "basic_auth_pass", "model_version"] as const;

export function newDraft(): ModelDraft {
  return { title: "", url: "", signsIn: false, user: "", password: "", follows: true, version: "" };
}

/** The draft of a connected one. The password is never shown: its field stays empty, which keeps it. */
export function draftOf(model: Model): ModelDraft {
  return {
    title: model.title,
    url: model.url,
    signsIn: model.auth_method === "BASIC_AUTH",
    user: model.basic_auth_user ?? "",
    password: "",
    follows: model.auto_update,
    version: model.model_version,
  };
}

function signIn({ signsIn, user, password }: ModelDraft): ModelInput {
  if (!signsIn) return { auth_method: "NONE" };
  return {
    auth_method: "BASIC_AUTH",
    basic_auth_user: user.trim(),
    ...(password === "" ? {} : { basic_auth_pass: password }),
  };
}

/** What goes over the wire. An address without a scheme is taken for http, as it is said in a terminal. */
export function inputOf(draft: ModelDraft): ModelInput {
  const url = draft.url.trim();
  return {
    title: draft.title.trim(),
    url: url === "" || /^[a-z]+:\/\//i.test(url) ? url : `http://${url}`,
    auto_update: draft.follows,
    ...(draft.follows ? {} : { model_version: draft.version.trim() }),
    ...signIn(draft),
  };
}

/** What a model is called where it is shown. */
export function nameOf({ title, url }: Pick<Model, "title" | "url">): string {
  return title || url;
}
