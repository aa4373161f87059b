/** The API's shapes as the editor's. Missing fields get the value that promises least. */

import { isArray, isObject, type Json, type JsonObject, toNumber, toText } from "../../editor/core/json";
import {
  HostRefused,
  type LabelTask,
  type ReviewState,
  type StoredAnnotation,
  type StoredDraft,
  type StoredPrediction,
  type Version,
} from "../../editor/host";

const REVIEW_STATES: readonly ReviewState[] = ["pending", "accepted", "fixed", "returned", "rejected"];

export function objects(value: Json | undefined): readonly JsonObject[] {
  return value !== undefined && isArray(value) ? value.filter(isObject) : [];
}

function idOf(object: JsonObject, what: string): number {
  const id = toNumber(object["id"]);
  if (id === null) throw new HostRefused(200, `${what} without an id`);
  return id;
}

/** A person is sent as an id, or as an object with one. */
function personId(value: Json | undefined): number | null {
  return isObject(value) ? toNumber(value["id"]) : toNumber(value);
}

function personName(object: JsonObject): string {
  const person = object["completed_by"];
  const email = isObject(person) ? toText(person["email"]) : null;
  const username = toText(object["created_username"])?.trim() ?? "";
  // The field is written "Name email, id"; the tab needs the name alone.
  const name = username
    .replace(/,\s*\d+$/, "")
    .replace(/\s+\S+@\S+$/, "")
    .trim();
  return name || email || `#${personId(person) ?? "?"}`;
}

export function readAnnotation(object: JsonObject): StoredAnnotation {
  return {
    id: idOf(object, "An annotation"),
    result: object["result"] ?? [],
    userId: personId(object["completed_by"]),
    userName: personName(object),
    createdAt: toText(object["created_at"]) ?? "",
    updatedAt: toText(object["updated_at"]) ?? "",
    wasCancelled: object["was_cancelled"] === true,
    groundTruth: object["ground_truth"] === true,
    leadTime: toNumber(object["lead_time"]) ?? 0,
    rev: toNumber(object["rev"]) ?? 0,
    reviewState: REVIEW_STATES.find((state) => state === object["review_state"]) ?? null,
  };
}

function readPrediction(object: JsonObject): StoredPrediction {
  return {
    id: idOf(object, "A prediction"),
    result: object["result"] ?? [],
    score: toNumber(object["score"]),
    modelVersion: toText(object["model_version"]) ?? "",
    createdAt: toText(object["created_at"]) ?? "",
  };
}

/** A list of predictions, as models answer with. */
export function readPredictions(list: Json): readonly StoredPrediction[] {
  return objects(list).map(readPrediction);
}

function readDraft(object: JsonObject): StoredDraft {
  return {
    id: idOf(object, "A draft"),
    annotationId: personId(object["annotation"]),
    userId: personId(object["user"]),
    result: object["result"] ?? [],
    leadTime: toNumber(object["lead_time"]) ?? 0,
    rev: toNumber(object["rev"]) ?? 0,
    updatedAt: toText(object["updated_at"]) ?? "",
  };
}

/** Annotations newest first, as the tabs show them. */
export function readTask(object: JsonObject): LabelTask {
  const data = object["data"];
  return {
    id: idOf(object, "A task"),
    number: toNumber(object["inner_id"]) ?? idOf(object, "A task"),
    data: isObject(data) ? data : {},
    createdAt: toText(object["created_at"]) ?? "",
    annotations: objects(object["annotations"])
      .map(readAnnotation)
      .sort((a, b) => b.id - a.id),
    predictions: readPredictions(object["predictions"] ?? []),
    drafts: objects(object["drafts"]).map(readDraft),
    openComments: toNumber(object["unresolved_comment_count"]) ?? 0,
  };
}

export function readVersion(object: JsonObject, authorName: string | null): Version {
  return {
    id: idOf(object, "A version"),
    action: toText(object["action"]) ?? "",
    rev: toNumber(object["annotation_rev"]) ?? 0,
    result: object["result"] ?? [],
    authorName: authorName ?? "",
    createdAt: toText(object["created_at"]) ?? "",
    comment: toText(object["comment"]) ?? "",
  };
}
