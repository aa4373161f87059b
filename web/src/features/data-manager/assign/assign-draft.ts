/** What is asked before tasks are given to people, and what the server is told. */

import { displayName, type Role } from "../../../api/session";
import type { Assignment, ProjectPerson } from "../../../api/team";

export interface AssignDraft {
  /** To annotate or to review. */
  readonly type: Assignment["type"];
  readonly users: ReadonlySet<number>;
  /** How many people each task gets, in turn; null gives every task to everybody. */
  readonly perTask: number | null;
  readonly replaces: boolean;
}

export const NEW_ASSIGNMENT: AssignDraft = { type: "AN", users: new Set(), perTask: null, replaces: false };

const REVIEWING: ReadonlySet<Role> = new Set<Role>(["OW", "AD", "MA", "RE"]);

/** Who may be given the work, by role, and fits the search. */
export function assignable(
  people: readonly ProjectPerson[],
  type: Assignment["type"],
  search: string,
): readonly ProjectPerson[] {
  const wanted = search.trim().toLocaleLowerCase();
  return people
    .filter(({ project_role: role }) => type === "AN" || REVIEWING.has(role))
    .filter((person) => `${displayName(person)} ${person.email}`.toLocaleLowerCase().includes(wanted));
}

export function assignmentOf(
  { type, users, perTask, replaces }: AssignDraft,
  tasks: Pick<Assignment, "selectedItems" | "filters">,
): Assignment {
  return {
    type,
    users: [...users],
    replace: replaces,
    ...tasks,
    ...(perTask === null ? {} : { users_per_task: Math.min(perTask, users.size) }),
  };
}
