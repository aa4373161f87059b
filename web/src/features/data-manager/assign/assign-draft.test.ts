import { describe, expect, test } from "vitest";
import type { Role } from "../../../api/session";
import type { ProjectPerson } from "../../../api/team";
import { assignable, assignmentOf, NEW_ASSIGNMENT } from "./assign-draft";

function person(id: number, first_name: string, project_role: Role): ProjectPerson {
  return { id, email: `${id}@example.org`, first_name, last_name: "", implicit_member: true, project_role };
}

const PEOPLE = [person(1, "Ada", "OW"), person(2, "Noor", "AN"), person(3, "", "RE")];

describe("who may be given tasks", () => {
  test("to annotate is everybody, to review only whose role allows it", () => {
    expect(assignable(PEOPLE, "AN", "").map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(assignable(PEOPLE, "RE", "").map(({ id }) => id)).toEqual([1, 3]);
  });

  test("is found by name and by address", () => {
    expect(assignable(PEOPLE, "AN", " noo").map(({ id }) => id)).toEqual([2]);
    expect(assignable(PEOPLE, "AN", "3@").map(({ id }) => id)).toEqual([3]);
  });
});

describe("what the server is told", () => {
  const tasks = { selectedItems: { all: true, excluded: [] }, filters: { conjunction: "and" as const, items: [] } };

  test("is everybody for every task, unless tasks are spread", () => {
    const told = assignmentOf({ ...NEW_ASSIGNMENT, users: new Set([2, 3]) }, tasks);
    expect(told).toEqual({ type: "AN", users: [2, 3], replace: false, ...tasks });
  });

  test("is never more people a task than were chosen", () => {
    const draft = { ...NEW_ASSIGNMENT, users: new Set([2, 3]), perTask: 5, replaces: true };
    expect(assignmentOf(draft, tasks)).toMatchObject({ users_per_task: 2, replace: true });
  });
});
