import { type KeyboardEvent, lazy, type PointerEvent, Suspense } from "react";
import { Tabs } from "../../design/tabs";
import { formatNumber, t } from "../../i18n/t";
import { isRegion } from "../core/entries";
import type { CommentHost, LabelTask } from "../host";
import { hasRegionControls } from "../tags/regions";
import { useEditor } from "./editor-context";
import { useStoreVersion } from "./hooks";
import { RegionDetails } from "./region-details";
import { RegionList } from "./region-list";
import styles from "./side-panel.module.css";
import type { HistoryActions, PanelState } from "./use-panel";
import type { WorkTab } from "./work";

const LatePanel = lazy(async () => ({ default: (await import("./late-panels")).LatePanel }));
const LEAST = 220;
const MOST = 560;

interface SidePanelProps {
  readonly task: LabelTask | null;
  readonly tab: WorkTab | null;
  readonly width: number;
  readonly onWidth: (width: number) => void;
  readonly panel: PanelState;
  readonly comments: CommentHost;
  readonly history: HistoryActions;
}

/** Regions, comments and facts about the task; its width is the person's. */
export function SidePanel({ task, tab, width, onWidth, panel, comments, history }: SidePanelProps) {
  const { editor } = useEditor();
  const { shown, show } = panel;
  useStoreVersion(editor.session.store);
  const { open } = panel;
  const count = [...editor.session.store.entries()].filter(isRegion).length;
  return (
    <aside className={styles.side} aria-label={t("editor.annotation")}>
      <Grip width={width} onWidth={onWidth} />
      <div className={styles.tabs}>
        <Tabs
          label={t("editor.panel")}
          tabs={[
            ...(hasRegionControls(editor.ui)
              ? [{ value: "regions" as const, label: t("editor.regions"), count: formatNumber(count) }]
              : []),
            { value: "comments", label: t("editor.comments"), count: open === 0 ? undefined : formatNumber(open) },
            { value: "info", label: t("editor.info") },
          ]}
          value={shown ?? "info"}
          onChange={show}
        >
          {shown === "regions" && <RegionList />}
          {(shown === "info" || shown === "comments") && (
            <Suspense fallback={null}>
              <LatePanel task={task} tab={tab} panel={panel} comments={comments} history={history} />
            </Suspense>
          )}
        </Tabs>
      </div>
      {shown === "regions" && <RegionDetails />}
    </aside>
  );
}

function Grip({ width, onWidth }: { readonly width: number; readonly onWidth: (width: number) => void }) {
  const clamp = (wanted: number): number => Math.min(MOST, Math.max(LEAST, wanted));
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) onWidth(clamp(width - event.movementX));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = { ArrowLeft: 16, ArrowRight: -16 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onWidth(clamp(width + step));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator one can move is no hr
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t("editor.panelWidth")}
      aria-valuenow={width}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      tabIndex={0}
      className={styles.grip}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}
