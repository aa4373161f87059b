/** Where somebody left off labeling: kept in this browser, for each account of it. */

export interface LastTask {
  readonly project: number;
  readonly task: number;
  /** Of the task in its project. */
  readonly number: number;
  /** When it was opened or last worked on, in ISO 8601. */
  readonly at: string;
}

const keyOf = (user: number): string => `labelwright.last-task.${user}`;

function isLastTask(value: unknown): value is LastTask {
  if (typeof value !== "object" || value === null) return false;
  const { project, task, number, at } = value as Readonly<Record<string, unknown>>;
  return [project, task, number].every(Number.isSafeInteger) && typeof at === "string" && !Number.isNaN(Date.parse(at));
}

/** The task that an account was last busy with; null when it finished, or when nothing is known. */
export function recallTask(user: number): LastTask | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyOf(user)) ?? "null");
    return isLastTask(value) ? value : null;
  } catch {
    return null; // Storage is blocked, or holds what we did not write.
  }
}

/** Remembers a task, or with null that the last one is finished. */
export function rememberTask(user: number, last: LastTask | null): void {
  try {
    if (last === null) localStorage.removeItem(keyOf(user));
    else localStorage.setItem(keyOf(user), JSON.stringify(last));
  } catch {
    // Storage is blocked or full: nothing offers to go on here, everything else works.
  }
}
