import type { CommentHost, LabelTask } from "../host";
import { CommentsPanel } from "./comments/comments-panel";
import { InfoPanel } from "./info/info-panel";
import type { HistoryActions, PanelState } from "./use-panel";
import type { WorkTab } from "./work";

interface LatePanelProps {
  readonly task: LabelTask | null;
  readonly tab: WorkTab | null;
  readonly panel: PanelState;
  readonly comments: CommentHost;
  readonly history: HistoryActions;
}

/** The panels that come when they are asked for, in one piece: apart they would tear up what they share with the page. */
export function LatePanel({ task, tab, panel, comments, history }: LatePanelProps) {
  if (panel.shown !== "comments") return <InfoPanel task={task} tab={tab} history={history} />;
  if (task === null) return null;
  return (
    <CommentsPanel
      host={comments}
      taskId={task.id}
      annotationId={tab?.annotation?.id ?? null}
      asked={panel.asked}
      onOpen={panel.setOpen}
    />
  );
}
