/** The open work between the bars: rail, medium, panel. */

import { useState } from "react";
import { classNames } from "../../design/class-names";
import { t } from "../../i18n/t";
import type { LabelTask } from "../host";
import { hasRegionControls } from "../tags/interface";
import { useEditor } from "./editor-context";
import styles from "./label-page.module.css";
import { MediumTree } from "./medium";
import mediumStyles from "./medium.module.css";
import { Rail, useRailGroups } from "./rail";
import { SidePanel } from "./side-panel";
import { ToolRail } from "./tool-rail";
import type { WorkTab } from "./work";

const SIDE_WIDTH = 280;

function railHint(kinds: ReadonlySet<string>): string | null {
  if (kinds.has("text") && kinds.has("image")) return null;
  return kinds.has("text") ? t("editor.hintText") : kinds.has("image") ? t("editor.hintImage") : null;
}

interface WorkViewProps {
  readonly task: LabelTask | null;
  readonly tab: WorkTab | null;
  readonly heading: string;
}

export function WorkView({ task, tab, heading }: WorkViewProps) {
  const { editor } = useEditor();
  const [width, setWidth] = useState(SIDE_WIDTH);
  const { ui } = editor;
  const hasRegions = hasRegionControls(ui);
  const groups = useRailGroups();
  const objects = [...ui.objects.values()];
  const onlyPictures = objects.length > 0 && objects.every((object) => object.kind === "image");
  const labelled = [...ui.controls.values()].flatMap((control) =>
    control.kind === "labels" ? (ui.objects.get(control.toNames[0] ?? "")?.kind ?? []) : [],
  );
  const drawsBoxes = labelled.includes("image");
  return (
    <div
      className={classNames(
        styles.work,
        drawsBoxes && styles.withTools,
        !hasRegions && styles.withoutSide,
        groups.length === 0 && styles.withoutRail,
      )}
      style={{ "--side": `${width}px` }}
    >
      {drawsBoxes && <ToolRail />}
      {groups.length > 0 && <Rail hint={hasRegions ? railHint(new Set(labelled)) : null} />}
      <main className={classNames(mediumStyles.medium, onlyPictures && mediumStyles.pictures)}>
        <h1 className={styles.hidden}>{heading}</h1>
        <MediumTree />
      </main>
      {hasRegions && <SidePanel task={task} tab={tab} width={width} onWidth={setWidth} />}
    </div>
  );
}
