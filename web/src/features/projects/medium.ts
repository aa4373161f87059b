import type { Project } from "../../api/projects";
import type { IconName } from "../../design/icon-paths";

const ICON_OF_OBJECT: Readonly<Record<string, IconName>> = {
  Image: "image",
  Audio: "audio",
  AudioPlus: "audio",
  Video: "video",
  TimeSeries: "series",
  Text: "text",
  HyperText: "text",
  Paragraphs: "comment",
  Chat: "comment",
};

/** What a project labels: the first object its controls point to. */
export function mediumIcon(project: Project): IconName {
  for (const control of Object.values(project.parsed_label_config)) {
    for (const input of control.inputs ?? []) {
      const icon = ICON_OF_OBJECT[input.type];
      if (icon !== undefined) return icon;
    }
  }
  return "tag";
}
