/** The colours of a project's labels wherever they are shown beside the editor. */

import type { Control, Project } from "./projects";

const PALETTE_SIZE = 20;

/** Controls whose labels the editor colours; those of the others take what is left of the palette. */
const isColoured = ({ type }: Control): boolean => type.endsWith("Labels");

/** Each label's colour, by control and label. */
export type LabelColours = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * The author's own colours; labels without one get the twenty of the palette in the order of the config, as in the editor:
 * an own colour uses up none of them.
 */
export function labelColours(project: Pick<Project, "parsed_label_config"> | undefined): LabelColours {
  const controls = Object.entries(project?.parsed_label_config ?? {});
  let taken = 0;
  const next = (): string => {
    taken += 1;
    return `var(--label-${((taken - 1) % PALETTE_SIZE) + 1})`;
  };
  const coloursOf = ({ labels = [], labels_attrs: attrs }: Control): ReadonlyMap<string, string> =>
    new Map(labels.map((label) => [label, attrs?.[label]?.["background"]?.trim() || next()]));
  return new Map(
    [true, false].flatMap((coloured) =>
      controls
        .filter(([, control]) => isColoured(control) === coloured)
        .map(([name, control]) => [name, coloursOf(control)] as const),
    ),
  );
}
