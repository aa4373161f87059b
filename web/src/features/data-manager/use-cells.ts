import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Project } from "../../api/projects";
import { usersOptions } from "../../api/queries";
import { displayName } from "../../api/session";
import { t } from "../../i18n/t";
import type { CellContext } from "./task-cell";
import type { Person } from "./value-entry";

const PALETTE_SIZE = 20;

/** The colour of each label: the author's, else the palette's in the order of the config, as the editor has it. */
function labelColours(project: Project | undefined): ReadonlyMap<string, string> {
  const colours = new Map<string, string>();
  let place = 0;
  for (const control of Object.values(project?.parsed_label_config ?? {})) {
    for (const label of control.labels ?? []) {
      place += 1;
      const own = control.labels_attrs?.[label]?.["background"];
      if (!colours.has(label)) colours.set(label, own ?? `var(--label-${((place - 1) % PALETTE_SIZE) + 1})`);
    }
  }
  return colours;
}

/** What cells need to know of people and labels. */
export function useCells(project: Project | undefined): { readonly cells: CellContext; readonly people: Person[] } {
  const { data: users } = useQuery(usersOptions);
  const colours = useMemo(() => labelColours(project), [project]);
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
