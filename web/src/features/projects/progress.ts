import type { Project } from "../../api/projects";

/** How much of a project is done, from 0 to 1; nothing of an empty one. */
export function doneShare({
  task_number: total,
  finished_task_number: done,
}: Pick<Project, "task_number" | "finished_task_number">): number {
  return total === 0 ? 0 : Math.min(1, done / total);
}

/** "33 %", rounded down, so that 100 % means all. */
export function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
