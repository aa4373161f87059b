/** The columns that the table can show, and how values read in a cell. */

import type { ResultItem, Task } from "../../api/tasks";
import type { Column, ValueType } from "../../api/views";
import { t } from "../../i18n/t";

const MOST_DATA_COLUMNS = 3;
const LONGEST_CELL = 300;
const DATA = "data.";

export type CellKind =
  | "id"
  | "data"
  | "labels"
  | "status"
  | "people"
  | "score"
  | "reviewed"
  | "comments"
  | "number"
  | "ago"
  | "text"
  | "flag";

export interface TableColumn {
  /** As filters and orderings name it. */
  readonly id: string;
  readonly title: string;
  readonly kind: CellKind;
  readonly type: ValueType;
  /** The tag that shows the field, for media. */
  readonly tag: string;
  readonly width: number;
  readonly isUsual: boolean;
}

const KINDS: Readonly<Record<string, readonly [CellKind, number, boolean]>> = {
  id: ["id", 76, true],
  annotations_results: ["labels", 272, true],
  completed: ["status", 96, true],
  annotators: ["people", 96, true],
  assignees: ["people", 104, false],
  reviewed: ["reviewed", 104, false],
  reviewers: ["people", 104, false],
  agreement: ["score", 112, false],
  predictions_score: ["score", 112, false],
  total_predictions: ["number", 104, false],
  comment_count: ["comments", 112, false],
  updated_at: ["ago", 124, true],
};
const BY_TYPE: Readonly<Record<ValueType, readonly [CellKind, number]>> = {
  Number: ["number", 110],
  Datetime: ["ago", 124],
  Boolean: ["flag", 104],
  List: ["people", 110],
  String: ["text", 160],
  Unknown: ["text", 160],
};

/** Every column: the number, the fields of the data, then what is known about tasks. */
export function tableColumns(columns: readonly Column[], hasScores: boolean): readonly TableColumn[] {
  const fields = columns.filter(({ parent }) => parent === "data");
  const own = columns.filter(({ id, parent }) => parent !== "data" && id !== "data");
  const data = fields.map((column, index) => dataColumn(column, index < MOST_DATA_COLUMNS));
  const rest = own.filter(({ id }) => id !== "id").map((column) => ownColumn(column, hasScores));
  const rank = (column: TableColumn): number => Object.keys(KINDS).indexOf(column.id) + 1 || KINDS_LAST;
  return [
    ...own.filter(({ id }) => id === "id").map((column) => ownColumn(column, hasScores)),
    ...data,
    ...rest.sort((one, other) => rank(one) - rank(other)),
  ];
}

const KINDS_LAST = 100;

function dataColumn(column: Column, isUsual: boolean): TableColumn {
  const isNumber = column.value_type === "Number";
  return {
    id: DATA + column.id,
    title: column.id,
    kind: "data",
    type: column.value_type,
    tag: column.type,
    width: isNumber ? 110 : 180,
    isUsual,
  };
}

function ownColumn(column: Column, hasScores: boolean): TableColumn {
  const [kind, width, isUsual] = KINDS[column.id] ?? [...BY_TYPE[column.value_type], false];
  return {
    id: column.id,
    title: ownTitle(column),
    kind,
    type: column.value_type,
    tag: "",
    width,
    isUsual: isUsual || (column.id === "predictions_score" && hasScores),
  };
}

function ownTitle(column: Column): string {
  if (column.id === "completed") return t("data.status");
  if (column.id === "annotations_results") return t("data.labels");
  if (column.id === "annotators") return t("data.annotators");
  return column.id === "predictions_score" ? t("data.score") : column.title;
}

/** The columns to show, in order; without a choice the usual ones. */
export function shownColumns(
  all: readonly TableColumn[],
  chosen: readonly string[] | undefined,
  pinned: readonly string[],
): readonly TableColumn[] {
  const shown = chosen === undefined ? all.filter(({ isUsual }) => isUsual) : picked(all, chosen);
  const isPinned = ({ id }: TableColumn): boolean => pinned.includes(id);
  return [...shown.filter(isPinned), ...shown.filter((column) => !isPinned(column))];
}

function picked(all: readonly TableColumn[], ids: readonly string[]): readonly TableColumn[] {
  return ids.map((id) => all.find((column) => column.id === id)).filter((column) => column !== undefined);
}

/** The data column with the longest values; it gets the room that is left. */
export function widestColumn(columns: readonly TableColumn[], tasks: readonly Task[]): string | undefined {
  const data = columns.filter(({ kind }) => kind === "data");
  const length = (column: TableColumn): number =>
    tasks.reduce((sum, task) => sum + cellText(valueIn(task, column.id)).length, 0);
  return [...data].sort((one, other) => length(other) - length(one))[0]?.id;
}

/** What a task holds in a column. */
export function valueIn(task: Task, column: string): unknown {
  return column.startsWith(DATA) ? task.data[column.slice(DATA.length)] : task[column];
}

/** A value on one line; what is too long for any cell is cut. */
export function cellText(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.slice(0, LONGEST_CELL).replace(/\s+/g, " ").trim();
}

export type TaskStatus = "done" | "begun" | "skipped" | "todo";

export type ReviewStatus = "accepted" | "waiting" | "rejected" | "none";

/** How far the review of a task is. */
export function reviewOf(task: Task): ReviewStatus {
  if (task["reviewed"] === true) return "accepted";
  if (Number(task["pending_reviews"] ?? 0) > 0) return "waiting";
  return Number(task["reviews_rejected"] ?? 0) > 0 ? "rejected" : "none";
}

/** How far a task is. */
export function statusOf(task: Task): TaskStatus {
  if (task.is_labeled) return "done";
  if (task.total_annotations > 0) return "begun";
  return task.cancelled_annotations > 0 ? "skipped" : "todo";
}

function labelsOfItem(item: ResultItem): readonly string[] {
  const value = item.type === undefined ? undefined : item.value?.[item.type];
  return Array.isArray(value) ? value.filter((label) => typeof label === "string") : [];
}

/** Labels and choices that were given to a task, each once, in order of first sight. */
export function labelsOf(task: Task): readonly string[] {
  const items = task.annotations.flatMap(({ result }) => result);
  return [...new Set(items.flatMap(labelsOfItem))];
}

const IMAGE_TAGS = new Set(["Image"]);

/** The field whose pictures the grid shows. */
export function pictureColumn(columns: readonly TableColumn[]): TableColumn | undefined {
  return columns.find(({ tag }) => IMAGE_TAGS.has(tag));
}

/** An address that the page may load a picture from. */
export function pictureUrl(value: unknown): string | undefined {
  return typeof value === "string" && /^(https?:\/\/|\/(?!\/))/.test(value) ? value : undefined;
}
