import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { labelColours } from "../../api/label-colours";
import type { Project } from "../../api/projects";
import { usersOptions } from "../../api/queries";
import { displayName } from "../../api/session";
import { t } from "../../i18n/t";
import type { CellContext } from "./task-cell";
import type { Person } from "./value-entry";

/** The colour of a label whatever control it is of; the first control has its way. */
function coloursByLabel(project: Project | undefined): ReadonlyMap<string, string> {
  return new Map([...labelColours(project).values()].reverse().flatMap((colours) => [...colours]));
}

/** What cells need to know of people and labels. */
export function useCells(project: Project | undefined): { readonly cells: CellContext; readonly people: Person[] } {
  const { data: users } = useQuery(usersOptions);
  const colours = useMemo(() => coloursByLabel(project), [project]);
  const people = useMemo(() => (users ?? []).map((user) => ({ id: user.id, name: displayName(user) })), [users]);
  const cells = useMemo<CellContext>(
    () => ({
      nameOf: (id) => people.find((person) => person.id === id)?.name ?? t("data.user", { id: String(id) }),
      colourOf: (label) => colours.get(label),
    }),
    [people, colours],
  );
  return { cells, people };
}
