/** Comments over the public API, and the names of people. */

import type { QueryClient } from "@tanstack/react-query";
import { usersOptions } from "../../api/queries";
import { displayName } from "../../api/session";
import { projectPeopleOptions } from "../../api/team";
import { isArray, isObject, type Json, type JsonObject, toNumber, toText } from "../../editor/core/json";
import type { Comment, CommentHost, LabelUser, NewComment } from "../../editor/host";
import { exchange } from "./transport";

const PATH = "/api/comments";

/** The name of somebody; null when they are not known any more. */
export async function nameOf(cache: QueryClient, userId: number | null): Promise<string | null> {
  const users = await cache.ensureQueryData(usersOptions);
  const user = users.find(({ id }) => id === userId);
  return user === undefined ? null : displayName(user);
}

function nameIn(author: Json | undefined): string {
  if (!isObject(author)) return "";
  const [first_name, last_name, email] = [author["first_name"], author["last_name"], author["email"]].map(
    (value) => toText(value) ?? "",
  );
  return displayName({ first_name: first_name ?? "", last_name: last_name ?? "", email: email ?? "" });
}

function readComment(object: JsonObject): Comment {
  const region = object["region_ref"];
  return {
    id: toNumber(object["id"]) ?? 0,
    text: toText(object["text"]) ?? "",
    authorName: nameIn(object["created_by"]),
    createdAt: toText(object["created_at"]) ?? "",
    annotationId: toNumber(object["annotation"]),
    regionId: isObject(region) ? toText(region["regionId"]) : null,
    isResolved: object["is_resolved"] === true,
  };
}

function bodyOf({ taskId, annotationId, regionId, text, mentions }: NewComment): JsonObject {
  return {
    text,
    ...(annotationId === null ? { task: taskId } : { annotation: annotationId }),
    ...(regionId === null ? {} : { region_ref: { regionId } }),
    ...(mentions.length === 0 ? {} : { mentions: [...mentions] }),
  };
}

interface CommentOptions {
  readonly projectId: number;
  readonly cache: QueryClient;
  /** Annotators may not list who is in the project. */
  readonly listsPeople: boolean;
  /** Called whenever the server has kept something: counts that were read before are out of date. */
  readonly onKept: () => void;
}

export class ApiComments implements CommentHost {
  readonly #options: CommentOptions;

  constructor(options: CommentOptions) {
    this.#options = options;
  }

  async list(taskId: number): Promise<readonly Comment[]> {
    const answer = await exchange(PATH, { query: { task: taskId, expand_created_by: true } });
    return isArray(answer) ? answer.filter(isObject).map(readComment) : [];
  }

  async add(comment: NewComment): Promise<void> {
    await exchange(PATH, { method: "POST", body: bodyOf(comment) });
    this.#options.onKept();
  }

  async setResolved(id: number, isResolved: boolean): Promise<void> {
    await exchange(`${PATH}/${id}`, { method: "PATCH", body: { is_resolved: isResolved } });
    this.#options.onKept();
  }

  /** The people of the project; to annotators those of the organization, of whom the server refuses who is not in it. */
  async people(): Promise<readonly LabelUser[]> {
    const { cache, listsPeople, projectId } = this.#options;
    const users = listsPeople
      ? (await cache.ensureQueryData(projectPeopleOptions(projectId))).results
      : await cache.ensureQueryData(usersOptions);
    return users.map((user) => ({ id: user.id, name: displayName(user) }));
  }
}
