/** What the editor asks of the page around it. The editor knows neither routes nor the network. */

import type { JournalStore } from "./core/journal";
import type { Json, JsonObject } from "./core/json";
import type { Observable } from "./core/observable";

export interface LabelUser {
  readonly id: number;
  readonly name: string;
}

export interface LabelProject {
  readonly id: number;
  readonly title: string;
  readonly config: string;
  readonly instruction: string;
  readonly showsInstruction: boolean;
  readonly showsSkip: boolean;
  readonly allowsEmpty: boolean;
  /** Tasks of the queue, and how many of them were done when the page was opened. */
  readonly total: number;
  readonly done: number;
}

/** Where an annotation stands in review. */
export type ReviewState = "pending" | "accepted" | "fixed" | "returned" | "rejected";

export interface StoredAnnotation {
  readonly id: number;
  readonly result: Json;
  readonly userId: number | null;
  readonly userName: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly wasCancelled: boolean;
  readonly groundTruth: boolean;
  readonly leadTime: number;
  readonly rev: number;
  /** Null when it needs none. */
  readonly reviewState: ReviewState | null;
}

export interface StoredPrediction {
  readonly id: number;
  readonly result: Json;
  readonly score: number | null;
  readonly modelVersion: string;
  readonly createdAt: string;
}

export interface StoredDraft {
  readonly id: number;
  readonly annotationId: number | null;
  readonly userId: number | null;
  readonly result: Json;
  readonly leadTime: number;
  readonly rev: number;
  readonly updatedAt: string;
}

export interface LabelTask {
  readonly id: number;
  readonly number: number;
  readonly data: JsonObject;
  readonly createdAt: string;
  readonly annotations: readonly StoredAnnotation[];
  readonly predictions: readonly StoredPrediction[];
  readonly drafts: readonly StoredDraft[];
  /** Comments on the task and its annotations that nobody has resolved. */
  readonly openComments: number;
}

export interface DraftToSave {
  readonly taskId: number;
  readonly annotationId: number | null;
  readonly draftId: number | null;
  readonly rev: number | null;
  readonly result: readonly Json[];
  readonly leadTime: number;
}

/** New work, handed over for good. */
export interface Submission {
  readonly taskId: number;
  readonly taskNumber: number;
  readonly result: readonly Json[];
  readonly leadTime: number;
  /** Repeating a submission with the same id makes no second annotation. */
  readonly uniqueId: string;
  readonly draftId: number | null;
  readonly skipped: boolean;
  readonly parentPrediction: number | null;
  readonly parentAnnotation: number | null;
}

export interface AnnotationUpdate {
  readonly taskId: number;
  readonly annotationId: number;
  readonly rev: number;
  readonly result: readonly Json[];
  readonly leadTime: number;
  readonly skipped: boolean;
}

/** A submission that is not with the server yet. */
export interface OutboxItem {
  readonly submission: Submission;
  readonly state: "sending" | "waiting" | "refused";
  /** The server's own words when it refused. */
  readonly reason: string | null;
}

/** What models have to say about a task. */
export interface Predicted {
  readonly predictions: readonly StoredPrediction[];
  /** Some model had nothing to say, or could not be asked. */
  readonly failed: boolean;
}

/** What was said of an annotation, of a region of it, or of the task. */
export interface Comment {
  readonly id: number;
  readonly text: string;
  readonly authorName: string;
  readonly createdAt: string;
  /** Null when the task as such is meant. */
  readonly annotationId: number | null;
  readonly regionId: string | null;
  readonly isResolved: boolean;
}

export interface NewComment {
  readonly taskId: number;
  readonly annotationId: number | null;
  readonly regionId: string | null;
  readonly text: string;
  /** Who is named in it. */
  readonly mentions: readonly number[];
}

export interface CommentHost {
  /** What the person may read of a task and of all work on it, oldest first. */
  list(taskId: number): Promise<readonly Comment[]>;
  add(comment: NewComment): Promise<void>;
  setResolved(id: number, isResolved: boolean): Promise<void>;
  /** Who can be named. */
  people(): Promise<readonly LabelUser[]>;
}

/** What an annotation held once, or what a reviewer said of it then. */
export interface Version {
  readonly id: number;
  /** Why it is there, as the server names it: "submitted", "updated", "accepted"... */
  readonly action: string;
  /** Revision of the annotation. */
  readonly rev: number;
  readonly result: Json;
  /** Empty when nobody is known. */
  readonly authorName: string;
  readonly createdAt: string;
  /** What the reviewer said. */
  readonly comment: string;
}

/** A reviewer's no. */
export interface Rejection {
  readonly reason: string;
  readonly by: string;
}

/** What an open annotation needs of the page around it: where unfinished work is kept. */
export interface WorkHost {
  saveDraft(
    draft: DraftToSave,
    options: { readonly keepalive: boolean },
  ): Promise<{ readonly id: number; readonly rev: number }>;
  deleteDraft(id: number): Promise<void>;
  /** The history of an annotation, oldest first. */
  versions(annotationId: number): Promise<readonly Version[]>;
  readonly comments: CommentHost;
  readonly journal: JournalStore;
}

export interface LabelHost extends WorkHost {
  /** The task after the open one, prefetched if possible; null when nothing is left. */
  loadNext(after: number | null): Promise<LabelTask | null>;
  loadTask(id: number): Promise<LabelTask>;
  /** Asks for the task after this one, and its media, ahead of time. */
  prefetch(after: number): void;
  /** Has models predict a task, of the stream or opened by itself; null where none is asked. Models that fail are no error. */
  predict(taskId: number, options: { readonly inStream: boolean }): Promise<Predicted | null>;
  /** Resolves as soon as the work is safe in this browser; `delivered` when the server has it. */
  submit(submission: Submission): Promise<{ readonly delivered: Promise<StoredAnnotation> }>;
  update(update: AnnotationUpdate): Promise<StoredAnnotation>;
  /** Why an annotation was returned; null when nothing is known of it. */
  rejection(annotationId: number): Promise<Rejection | null>;
  skip(submission: Submission): Promise<{ readonly delivered: Promise<StoredAnnotation> }>;
  /** Gives up what was prefetched, and the hold on a task that stays untouched. */
  release(taskId: number | null): void;
  /** A prefetched task that was opened here although somebody else had it by then. */
  readonly taken: Observable<number | null>;
  /** Text behind an address, for objects with `valueType="url"`. */
  loadText(url: string): Promise<string>;
  readonly outbox: Observable<readonly OutboxItem[]>;
  retry(uniqueId: string): void;
  /** Takes a submission back, to work on it again. */
  withdraw(uniqueId: string): Promise<Submission | null>;
}

/** The network is away or the server is; trying again later makes sense. */
export class HostOffline extends Error {
  constructor(message = "The server cannot be reached") {
    super(message);
    this.name = "HostOffline";
  }
}

/** Somebody else changed the same work meanwhile. */
export class HostConflict extends Error {
  readonly current: { readonly id: number; readonly rev: number; readonly result: Json };
  constructor(current: HostConflict["current"]) {
    super("This was changed elsewhere meanwhile");
    this.name = "HostConflict";
    this.current = current;
  }
}

/** The server refused; the message is its own. */
export class HostRefused extends Error {
  readonly status: number;
  /** What the server has instead, if it told. */
  readonly current: Json | undefined;
  constructor(status: number, message: string, current?: Json) {
    super(message);
    this.name = "HostRefused";
    this.status = status;
    this.current = current;
  }
}
