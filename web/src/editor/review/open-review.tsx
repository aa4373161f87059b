import { lazy, Suspense, useMemo, useState } from "react";
import { ConfirmDialog } from "../../design/confirm-dialog";
import { Banner } from "../../design/message";
import { t } from "../../i18n/t";
import type { Hotkeys } from "../core/hotkeys";
import type { LabelUser } from "../host";
import { KeysDialog, useModal } from "../shell/dialogs";
import { EditorContext } from "../shell/editor-context";
import { HeldElsewhere } from "../shell/frames";
import { useDraftConflict, useHolds } from "../shell/label-page";
import page from "../shell/label-page.module.css";
import { sidesOf } from "../shell/sides";
import { useEditorValue } from "../shell/use-editor-value";
import { type HistoryActions, usePanel } from "../shell/use-panel";
import { tabsOf, type Work } from "../shell/work";
import { WorkView } from "../shell/work-view";
import type { ReviewController } from "./controller";
import type { ReviewHost, ReviewProject } from "./host";
import { RejectDialog } from "./reject-dialog";
import { ReviewBar } from "./review-bar";
import { ReviewFacts } from "./review-facts";
import type { ReviewState } from "./state";
import { type ReviewActions, useReviewCommands } from "./use-review-commands";

const Compare = lazy(async () => ({ default: (await import("../compare/compare-dialog")).CompareDialog }));

interface OpenReviewProps {
  readonly host: ReviewHost;
  readonly controller: ReviewController;
  readonly state: ReviewState;
  readonly work: Work;
  readonly project: ReviewProject;
  readonly user: LabelUser;
  readonly hotkeys: Hotkeys;
  readonly announce: (text: string) => void;
}

type Overlay = "reject" | "keys" | "give-up" | "compare" | null;

/** One annotation and what can be said of it. */
export function OpenReview(props: OpenReviewProps) {
  const { host, controller, state, work, project, user, hotkeys, announce } = props;
  const held = useHolds(work);
  useDraftConflict(controller, work);
  const [overlay, setOverlay] = useState<Overlay>(null);
  const close = (): void => setOverlay(null);
  const { fixing, busy, conflict, open } = state;
  const { ui, session, tab } = work;
  const mayEdit = fixing && held && !busy && conflict === null;
  const value = useEditorValue({ ui, session, mayEdit, keyed: fixing, open, hotkeys, announce });
  const { editor } = value;
  const sides = useMemo(
    () => (state.task === null ? [] : tabsOf(state.task, user, false).filter(({ kind }) => kind !== "new")),
    [state.task, user],
  );
  const actions = useMemo(
    (): ReviewActions => ({
      accept: () => {
        editor.settle();
        void controller.accept();
      },
      reject: () => {
        if (held) setOverlay("reject");
      },
      // Nothing is asked where nothing would be lost.
      stopFixing: () => {
        const touched = session.seq > 0 || session.base.draftId !== null;
        if (touched) setOverlay("give-up");
        else void controller.stopFixing();
      },
      keys: () => setOverlay("keys"),
      compare: sides.length > 1 ? () => setOverlay("compare") : null,
    }),
    [controller, editor, session, held, sides],
  );
  const panel = usePanel(value, state.task, tab);
  const sections = useReviewCommands({ controller, value, hotkeys, fixing, actions });
  const history: HistoryActions = {
    list: (id) => host.versions(id),
    show: (annotation, version, title) => void controller.openVersion(annotation, version, title),
    use: null,
  };
  const heading = t("review.heading", { title: project.title, number: state.task?.number ?? 0 });

  return (
    <EditorContext value={value}>
      <div className={page.middle}>
        {work.lock !== null && !held && <HeldElsewhere onTakeOver={() => void controller.takeOver()} />}
        <ReviewFacts tab={tab} onCompare={actions.compare} />
        {fixing && <Banner>{t("review.fixing")}</Banner>}
        <WorkView
          task={state.task}
          tab={tab}
          heading={heading}
          panel={panel}
          comments={host.comments}
          history={history}
        />
      </div>
      <ReviewBar controller={controller} state={state} actions={actions} mayJudge={held && conflict === null} />
      {overlay === "compare" && (
        <Suspense fallback={null}>
          <Compare hotkeys={hotkeys} ui={ui} sides={sidesOf(sides, work)} open={tab.key} onClose={close} />
        </Suspense>
      )}
      {overlay === "keys" && <KeysDialog hotkeys={hotkeys} sections={sections} onClose={close} />}
      {overlay === "reject" && (
        <RejectDialog
          hotkeys={hotkeys}
          project={project}
          name={tab.title}
          busy={busy}
          refusal={state.refusal}
          onReject={(reasons) => void controller.reject(reasons)}
          onClose={close}
        />
      )}
      {overlay === "give-up" && (
        <GiveUpDialog hotkeys={hotkeys} busy={busy} onGiveUp={() => void controller.stopFixing()} onClose={close} />
      )}
    </EditorContext>
  );
}

interface GiveUpDialogProps {
  readonly hotkeys: Hotkeys;
  readonly busy: boolean;
  readonly onGiveUp: () => void;
  readonly onClose: () => void;
}

function GiveUpDialog({ hotkeys, busy, onGiveUp, onClose }: GiveUpDialogProps) {
  useModal(hotkeys);
  return (
    <ConfirmDialog
      title={t("review.giveUpTitle")}
      confirm={t("review.giveUp")}
      keep={t("review.keepFixing")}
      busy={busy}
      onConfirm={onGiveUp}
      onClose={onClose}
    >
      <p>{t("review.giveUpWhat")}</p>
    </ConfirmDialog>
  );
}
