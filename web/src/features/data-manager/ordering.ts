/** Orderings as the API spells them: `tasks:column`, with a minus to descend. */

import { t } from "../../i18n/t";

const PREFIX = "tasks:";

export interface Order {
  readonly column: string;
  readonly descending: boolean;
}

export function parseOrder(name: string): Order {
  const descending = name.startsWith("-");
  const bare = descending ? name.slice(1) : name;
  return { column: bare.startsWith(PREFIX) ? bare.slice(PREFIX.length) : bare, descending };
}

export function orderName(column: string, descending: boolean): string {
  return `${descending ? "-" : ""}${PREFIX}${column}`;
}

export function directionOf(descending: boolean): string {
  return t(descending ? "data.descending" : "data.ascending");
}

/** A click on a head: ascending, descending, then by no column; with `add` the other columns stay. */
export function toggled(order: readonly string[], column: string, add: boolean): readonly string[] {
  const at = order.findIndex((name) => parseOrder(name).column === column);
  const before = order[at];
  const next =
    before === undefined
      ? orderName(column, false)
      : parseOrder(before).descending
        ? undefined
        : orderName(column, true);
  if (!add) return next === undefined ? [] : [next];
  if (before === undefined) return [...order, orderName(column, false)];
  return next === undefined ? order.filter((_, index) => index !== at) : order.with(at, next);
}
