import type { Role } from "../api/session";
import type { CatalogueKey } from "../i18n/catalogue";

/** How roles are called. */
export const ROLE_NAMES = {
  OW: "people.owner",
  AD: "people.administrator",
  MA: "people.manager",
  RE: "people.reviewer",
  AN: "people.annotator",
} as const satisfies Readonly<Record<Role, CatalogueKey>>;
