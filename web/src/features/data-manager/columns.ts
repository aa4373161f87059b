/** Which data fields of the tasks become columns, and how their values read in a cell. */

import type { Task } from "../../api/tasks";

const MOST_COLUMNS = 3;
const LONGEST_CELL = 300;

/** The first data fields, in order of first sight. */
export function dataColumns(tasks: readonly Task[]): readonly string[] {
  return [...new Set(tasks.flatMap((task) => Object.keys(task.data)))].slice(0, MOST_COLUMNS);
}

/** The column with the longest values; it gets the room that is left. */
export function widestColumn(columns: readonly string[], tasks: readonly Task[]): string | undefined {
  const length = (column: string): number => tasks.reduce((sum, task) => sum + cellText(task.data[column]).length, 0);
  return [...columns].sort((one, other) => length(other) - length(one))[0];
}

/** A value on one line; what is too long for any cell is cut. */
export function cellText(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.slice(0, LONGEST_CELL).replace(/\s+/g, " ").trim();
}

export type TaskStatus = "done" | "begun" | "skipped" | "todo";

/** How far a task is. */
export function statusOf(task: Task): TaskStatus {
  if (task.is_labeled) return "done";
  if (task.total_annotations > 0) return "begun";
  return task.cancelled_annotations > 0 ? "skipped" : "todo";
}
