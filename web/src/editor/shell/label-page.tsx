/** The label page: top bar, rail, medium, panel, bottom bar, and what opens over them. */

import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { Button } from "../../design/button";
import { Banner, Empty } from "../../design/message";
import { showToast } from "../../design/toast-store";
import { t } from "../../i18n/t";
import type { Hotkeys } from "../core/hotkeys";
import { HostConflict, type LabelHost, type LabelProject, type LabelUser } from "../host";
import { BottomBar } from "./bottom-bar";
import type { Conflict } from "./conflicts";
import type { LabelController } from "./controller";
import { ConflictDialog, InstructionDialog, KeysDialog, OutboxDialog } from "./dialogs";
import { EditorContext } from "./editor-context";
import { HeldElsewhere, PhaseMessage } from "./frames";
import { useObservable } from "./hooks";
import styles from "./label-page.module.css";
import { LiveRegion, useAnnouncer } from "./live-region";
import type { Overlay } from "./page-keys";
import type { PageState } from "./page-state";
import { mayCompare, sidesOf } from "./sides";
import { AnnotationTabs, OutboxButton, SavedState, TopBar } from "./top-bar";
import { useController } from "./use-controller";
import { useEditorValue } from "./use-editor-value";
import { submit, useOverlayKeys, usePageCommands } from "./use-page-commands";
import { usePageHotkeys } from "./use-page-hotkeys";
import { type HistoryActions, usePanel } from "./use-panel";
import type { Work } from "./work";
import { WorkView } from "./work-view";

const Compare = lazy(async () => ({ default: (await import("../compare/compare-dialog")).CompareDialog }));
const Returned = lazy(async () => ({ default: (await import("./comments/returned-banner")).ReturnedBanner }));

const NO_PARENTS = { parentPrediction: null, parentAnnotation: null };

interface LabelPageProps {
  readonly host: LabelHost;
  readonly project: LabelProject;
  readonly user: LabelUser;
  /** One task only; null for the stream. */
  readonly taskId: number | null;
  /** The way back to the project, as the router makes links. */
  readonly home: ReactNode;
  /** What the application shows at the end of the top bar. */
  readonly aside: ReactNode;
}

export function LabelPage(props: LabelPageProps) {
  const { host, project, user, taskId } = props;
  const { announce, text } = useAnnouncer();
  const controller = useController({ host, project, user, taskId, announce });
  return (
    <>
      {controller !== null && <Page {...props} controller={controller} announce={announce} />}
      <LiveRegion text={text} />
    </>
  );
}

type PageProps = LabelPageProps & {
  readonly controller: LabelController;
  readonly announce: (text: string) => void;
};

function usePageTitle(title: string, number: number | null): void {
  useEffect(() => {
    document.title = number === null ? `${title} · Labelwright` : `${title} #${number} · Labelwright`;
  }, [title, number]);
}

function Page({ host, project, home, aside, controller, announce }: PageProps) {
  const state = useObservable(controller.state);
  const hotkeys = usePageHotkeys();
  const showsFirst = project.showsInstruction && project.instruction !== "";
  const [overlay, setOverlay] = useState<Overlay>(showsFirst ? "instruction" : null);
  const { work, phase } = state;
  usePageTitle(project.title, state.task?.number ?? null);

  return (
    <div className={styles.page}>
      <PageHead
        controller={controller}
        state={state}
        project={project}
        host={host}
        home={home}
        aside={aside}
        hotkeys={hotkeys}
        onOutbox={() => setOverlay("outbox")}
        onCompare={() => setOverlay("compare")}
      />
      {work !== null && phase.kind === "ready" ? (
        <OpenWork
          host={host}
          key={`${work.taskId} ${work.tab.key} ${work.uniqueId}`}
          controller={controller}
          state={state}
          work={work}
          project={project}
          hotkeys={hotkeys}
          announce={announce}
          onOverlay={setOverlay}
          overlay={overlay}
        />
      ) : (
        <PageMessage controller={controller} state={state} home={home} />
      )}
      {overlay === "compare" && work !== null && (
        <Suspense fallback={null}>
          <Compare
            hotkeys={hotkeys}
            ui={work.ui}
            sides={sidesOf(state.tabs, work)}
            open={work.tab.key}
            onClose={() => setOverlay(null)}
          />
        </Suspense>
      )}
      {overlay === "instruction" && (
        <InstructionDialog hotkeys={hotkeys} text={project.instruction} onClose={() => setOverlay(null)} />
      )}
      {overlay === "outbox" && (
        <OutboxDialog
          hotkeys={hotkeys}
          host={host}
          onClose={() => setOverlay(null)}
          onReopen={(uniqueId) => {
            setOverlay(null);
            void controller.reopen(uniqueId);
          }}
        />
      )}
    </div>
  );
}

interface PageHeadProps {
  readonly controller: LabelController;
  readonly state: PageState;
  readonly project: LabelProject;
  readonly host: LabelHost;
  readonly home: ReactNode;
  readonly aside: ReactNode;
  readonly hotkeys: Hotkeys;
  readonly onOutbox: () => void;
  readonly onCompare: () => void;
}

/** The top bar, and below it what is wrong just now. */
function PageHead(props: PageHeadProps) {
  const { controller, state, project, host, home, aside, hotkeys, onOutbox, onCompare } = props;
  const outbox = useObservable(host.outbox);
  const { work, task, tabs } = state;
  const tabBar =
    work === null ? null : (
      <AnnotationTabs
        tabs={tabs}
        open={work.tab.key}
        onOpen={(key) => void controller.openTab(key)}
        onNew={() => void controller.newAnnotation({ copy: false })}
        onCompare={mayCompare(state) ? onCompare : null}
        modelsFailed={state.modelsFailed}
      />
    );
  return (
    <div className={styles.head}>
      <TopBar project={project} home={home} position={state.position} taskNumber={task?.number ?? null} tabs={tabBar}>
        <OutboxButton items={outbox} onOpen={onOutbox} />
        <SavedState work={work} />
        {aside}
      </TopBar>
      <div className={styles.notices}>
        {state.refusal !== null && <Banner kind="warn">{state.refusal}</Banner>}
        {state.conflict !== null && <ConflictNotice hotkeys={hotkeys} conflict={state.conflict} />}
      </div>
    </div>
  );
}

/** The choice between two versions; put off, it stays as a banner, and until it is made nothing can be changed. */
export function ConflictNotice({ hotkeys, conflict }: { readonly hotkeys: Hotkeys; readonly conflict: Conflict }) {
  const [later, setLater] = useState<Conflict | null>(null);
  if (conflict !== later) {
    return <ConflictDialog hotkeys={hotkeys} conflict={conflict} onClose={() => setLater(conflict)} />;
  }
  return (
    <Banner
      kind="warn"
      action={
        <Button size="small" onClick={() => setLater(null)}>
          {t("editor.choose")}
        </Button>
      }
    >
      {t("editor.conflictText")}
    </Banner>
  );
}

function PageMessage({
  controller,
  state,
  home,
}: {
  readonly controller: LabelController;
  readonly state: PageState;
  readonly home: ReactNode;
}) {
  return (
    <PhaseMessage
      title={t("editor.labeling")}
      phase={state.phase}
      failed={t("editor.loadFailed")}
      onRetry={() => void controller.start()}
      finished={
        <Empty icon="check" action={home}>
          {t("editor.finished")}
        </Empty>
      }
    >
      {state.canGoBack && (
        <Button kind="ghost" icon="chevronLeft" onClick={() => void controller.previous()}>
          {t("editor.previousTask")}
        </Button>
      )}
    </PhaseMessage>
  );
}

interface OpenWorkProps {
  readonly host: LabelHost;
  readonly controller: LabelController;
  readonly state: PageState;
  readonly work: Work;
  readonly project: LabelProject;
  readonly hotkeys: Hotkeys;
  readonly announce: (text: string) => void;
  readonly overlay: Overlay;
  readonly onOverlay: (overlay: Overlay) => void;
}

/** Whether this browser tab is the one that edits. */
export function useHolds(work: Work): boolean {
  const [held, setHeld] = useState(work.lock?.held.value ?? false);
  useEffect(() => {
    const { lock } = work;
    setHeld(lock?.held.value ?? false);
    return lock?.held.subscribe(() => setHeld(lock.held.value));
  }, [work]);
  return held;
}

interface DraftKeeper {
  draftConflict(work: Work, error: HostConflict): void;
}

/** Autosave that runs into somebody else's version brings up the choice. */
export function useDraftConflict(controller: DraftKeeper, work: Work): void {
  useEffect(() => {
    const { saver } = work;
    return saver?.state.subscribe(() => {
      const save = saver.state.value;
      if (save.kind === "conflict" && save.conflict instanceof HostConflict)
        controller.draftConflict(work, save.conflict);
    });
  }, [controller, work]);
}

/** Says once when this browser cannot keep the work: until the server has it, the page is the only copy. */
function useJournalTrouble({ session }: Work): void {
  useEffect(() => {
    let told = false;
    const check = async (): Promise<void> => {
      await session.settled();
      if (told || session.journalError === null) return;
      told = true;
      showToast("error", t("editor.journalFailed", { reason: session.journalError }));
    };
    return session.onChange(() => void check());
  }, [session]);
}

function OpenWork({ host, controller, state, work, project, hotkeys, announce, overlay, onOverlay }: OpenWorkProps) {
  const held = useHolds(work);
  useDraftConflict(controller, work);
  useJournalTrouble(work);
  const mayEdit = work.saver !== null && held && state.conflict === null;
  const { ui, session, tab } = work;
  const allSuggested = tab.kind === "prediction";
  const value = useEditorValue({ ui, session, mayEdit, allSuggested, open: state.open, hotkeys, announce });
  const commands = usePageCommands({ controller, editor: value.editor, project, work, hotkeys, onOverlay });
  const sections = useOverlayKeys(commands, value);
  const panel = usePanel(value, state.task, tab);
  const isMine = work.saver !== null;
  const mine = state.tabs.find(({ kind, annotation }) => kind === "mine" && annotation?.id === tab.annotation?.id);
  const history: HistoryActions = {
    list: (id) => host.versions(id),
    show: (annotation, version, title) => void controller.openVersion(annotation, version, title),
    use: mine === undefined ? null : ({ result }) => void controller.openTab(mine.key, { ...NO_PARENTS, result }),
  };
  const heading = t("editor.heading", { title: project.title, number: state.task?.number ?? 0 });

  return (
    <EditorContext value={value}>
      <div className={styles.middle}>
        {isMine && !held && <HeldElsewhere onTakeOver={() => void controller.takeOver()} />}
        {tab.kind === "mine" && tab.annotation?.reviewState === "returned" && (
          <Suspense fallback={null}>
            <Returned host={host} annotationId={tab.annotation.id} />
          </Suspense>
        )}
        <WorkView
          task={state.task}
          tab={tab}
          heading={heading}
          panel={panel}
          comments={host.comments}
          history={history}
        />
      </div>
      <BottomBar
        canGoBack={state.canGoBack}
        canGoOn={state.canGoOn}
        onBack={() => void controller.previous()}
        onOn={() => void controller.next()}
        onKeys={() => onOverlay("keys")}
        onInstruction={project.instruction === "" ? null : () => onOverlay("instruction")}
        onCopy={isMine ? null : () => void controller.newAnnotation({ copy: true })}
        onComments={panel.shown === null ? panel.ask : null}
        onSkip={mayEdit && project.showsSkip && tab.kind === "new" ? () => void controller.skip() : null}
        onSubmit={mayEdit ? () => submit(controller, value.editor) : null}
        updates={tab.kind === "mine"}
        busy={state.busy}
      />
      {overlay === "keys" && <KeysDialog hotkeys={hotkeys} sections={sections} onClose={() => onOverlay(null)} />}
    </EditorContext>
  );
}
