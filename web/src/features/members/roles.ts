/** The roles of an organization, and who may give them. */

import type { Role } from "../../api/session";

export const ROLES = [
  { role: "OW", name: "people.owner", hint: "people.ownerHint" },
  { role: "AD", name: "people.administrator", hint: "people.administratorHint" },
  { role: "MA", name: "people.manager", hint: "people.managerHint" },
  { role: "RE", name: "people.reviewer", hint: "people.reviewerHint" },
  { role: "AN", name: "people.annotator", hint: "people.annotatorHint" },
] as const satisfies readonly { readonly role: Role; readonly name: string; readonly hint: string }[];

const LEADING: readonly Role[] = ["OW", "AD"];

/** Roles that somebody may give; only an owner gives or takes the leading ones. */
export function givable(giver: Role, current: Role): readonly Role[] {
  if (giver === "OW") return ROLES.map(({ role }) => role);
  if (giver !== "AD" || LEADING.includes(current)) return [];
  return ROLES.map(({ role }) => role).filter((role) => !LEADING.includes(role));
}
