/** The open work between the bars: rail, medium, panel. */

import { useState } from "react";
import { classNames } from "../../design/class-names";
import type { CatalogueKey } from "../../i18n/catalogue";
import { t } from "../../i18n/t";
import type { CommentHost, LabelTask } from "../host";
import type { LabelInterface } from "../tags/interface";
import { hasRegionControls, labelControlsFor, outlineKinds } from "../tags/regions";
import { useEditor } from "./editor-context";
import styles from "./label-page.module.css";
import { MediumTree } from "./medium";
import mediumStyles from "./medium.module.css";
import { Rail, useRailGroups } from "./rail";
import { SidePanel } from "./side-panel";
import { ToolRail } from "./tool-rail";
import type { HistoryActions, PanelState } from "./use-panel";
import type { WorkTab } from "./work";

const SIDE_WIDTH = 280;

/** One line on how to label, where the config leaves one way only. */
function railHint(ui: LabelInterface): string | null {
  const outlines = outlineKinds(ui);
  const media = [...ui.objects.values()].filter(
    (object) => object.kind !== "image" && labelControlsFor(ui, object.name).length > 0,
  );
  const ways = [...outlines, ...media.map((object) => object.kind)];
  const [only, ...others] = ways;
  const hint = others.length > 0 ? undefined : HINTS[only ?? ""];
  return hint === undefined ? null : t(hint);
}

const HINTS: Readonly<Record<string, CatalogueKey>> = {
  text: "editor.hintText",
  box: "editor.hintImage",
  polygon: "editor.hintPolygon",
  audio: "editor.hintAudio",
};

interface WorkViewProps {
  readonly task: LabelTask | null;
  readonly tab: WorkTab | null;
  readonly heading: string;
  readonly panel: PanelState;
  readonly comments: CommentHost;
  readonly history: HistoryActions;
}

export function WorkView({ task, tab, heading, panel, comments, history }: WorkViewProps) {
  const { editor, mayEdit } = useEditor();
  const [width, setWidth] = useState(SIDE_WIDTH);
  const { ui } = editor;
  const hasRegions = hasRegionControls(ui);
  const groups = useRailGroups();
  const objects = [...ui.objects.values()];
  const onlyPictures = objects.length > 0 && objects.every((object) => object.kind === "image");
  const draws = outlineKinds(ui).size > 0;
  return (
    <div
      className={classNames(
        styles.work,
        draws && styles.withTools,
        panel.shown === null && styles.withoutSide,
        groups.length === 0 && styles.withoutRail,
      )}
      style={{ "--side": `${width}px` }}
    >
      {draws && <ToolRail />}
      {groups.length > 0 && <Rail hint={hasRegions && mayEdit ? railHint(ui) : null} />}
      <main className={classNames(mediumStyles.medium, onlyPictures && mediumStyles.pictures)}>
        <h1 className={styles.hidden}>{heading}</h1>
        <MediumTree />
      </main>
      {panel.shown !== null && (
        <SidePanel
          task={task}
          tab={tab}
          width={width}
          onWidth={setWidth}
          panel={panel}
          comments={comments}
          history={history}
        />
      )}
    </div>
  );
}
