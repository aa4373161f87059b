/** What of a task can be compared: everything handed in, every prediction, and what is open just now. */

import type { Json } from "../core/json";
import type { Work, WorkTab } from "./work";

export interface Side {
  readonly tab: WorkTab;
  /** What it says, unsaved changes of the open one included. */
  readonly result: Json;
}

function resultOf(tab: WorkTab, work: Work | null): Json | null {
  if (work?.tab.key === tab.key) return work.session.result();
  return tab.prediction?.result ?? tab.annotation?.result ?? null;
}

/** Whether there are two to compare. */
export function mayCompare({ tabs, work }: { readonly tabs: readonly WorkTab[]; readonly work: Work | null }): boolean {
  const known = tabs.filter((tab) => tab.kind !== "new" || tab.key === work?.tab.key);
  return known.length > 1;
}

export function sidesOf(tabs: readonly WorkTab[], work: Work | null): readonly Side[] {
  return tabs.flatMap((tab) => {
    const result = resultOf(tab, work);
    return result === null ? [] : [{ tab, result }];
  });
}
