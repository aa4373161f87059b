/** The sections of a project's settings, in the order of their navigation. */
export const SECTIONS = [
  { key: "general", name: "settings.general" },
  { key: "labeling", name: "settings.labeling" },
  { key: "annotation", name: "settings.annotation" },
  { key: "review", name: "team.reviewSettings" },
  { key: "members", name: "team.members" },
  { key: "ml", name: "settings.models" },
  { key: "storage", name: "settings.storage" },
  { key: "webhooks", name: "page.webhooks" },
  { key: "danger-zone", name: "settings.danger" },
] as const;

export type SectionKey = (typeof SECTIONS)[number]["key"];

/** The section as its address has it: the first one needs no name. */
export function sectionParam(key: SectionKey): string | undefined {
  return key === "general" ? undefined : key;
}
