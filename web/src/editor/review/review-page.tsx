/** The review page: top bar, the work that awaits a verdict, the verdict. */

import { type ReactNode, useEffect, useState } from "react";
import { Button } from "../../design/button";
import { Banner, Empty } from "../../design/message";
import { t } from "../../i18n/t";
import "../../i18n/review";
import type { Hotkeys } from "../core/hotkeys";
import type { LabelUser } from "../host";
import { PhaseMessage } from "../shell/frames";
import { useObservable } from "../shell/hooks";
import { ConflictNotice } from "../shell/label-page";
import page from "../shell/label-page.module.css";
import { LiveRegion, useAnnouncer } from "../shell/live-region";
import { AnnotationTabs, SavedState, TopBar } from "../shell/top-bar";
import { usePageHotkeys } from "../shell/use-page-hotkeys";
import type { ReviewController } from "./controller";
import type { ReviewHost, ReviewProject } from "./host";
import { OpenReview } from "./open-review";
import styles from "./review.module.css";
import type { ReviewState } from "./state";
import { useIdleCommands } from "./use-review-commands";
import { useReviewController } from "./use-review-controller";

interface ReviewPageProps {
  readonly host: ReviewHost;
  readonly project: ReviewProject;
  readonly user: LabelUser;
  /** The way back to the project, as the router makes links. */
  readonly home: ReactNode;
  /** What the application shows at the end of the top bar. */
  readonly aside: ReactNode;
}

export function ReviewPage(props: ReviewPageProps) {
  const { host, project, user } = props;
  const { announce, text } = useAnnouncer();
  const controller = useReviewController({ host, project, user, announce });
  return (
    <>
      {controller !== null && <Page {...props} controller={controller} announce={announce} />}
      <LiveRegion text={text} />
    </>
  );
}

type PageProps = ReviewPageProps & {
  readonly controller: ReviewController;
  readonly announce: (text: string) => void;
};

function Page({ host, project, user, home, aside, controller, announce }: PageProps) {
  const state = useObservable(controller.state);
  const hotkeys = usePageHotkeys();
  const { work, phase } = state;
  useEffect(() => {
    document.title = `${t("review.review")} · ${project.title} · Labelwright`;
  }, [project.title]);

  return (
    <div className={page.page}>
      <div className={page.head}>
        <Top controller={controller} state={state} project={project} home={home} aside={aside} />
        <div className={page.notices}>
          {state.refusal !== null && <Banner kind="warn">{state.refusal}</Banner>}
          {state.conflict !== null && <ConflictNotice hotkeys={hotkeys} conflict={state.conflict} />}
        </div>
      </div>
      {work !== null && phase.kind === "ready" ? (
        <OpenReview
          host={host}
          key={work.uniqueId}
          controller={controller}
          state={state}
          work={work}
          project={project}
          user={user}
          hotkeys={hotkeys}
          announce={announce}
        />
      ) : (
        <PageMessage controller={controller} state={state} home={home} hotkeys={hotkeys} />
      )}
    </div>
  );
}

type TopProps = Pick<PageProps, "project" | "home" | "aside" | "controller"> & { readonly state: ReviewState };

function Top({ controller, state, project, home, aside }: TopProps) {
  const { queue, tabs, work, task } = state;
  const total = queue === null ? 0 : queue.left + queue.done;
  const [shown, setShown] = useState(project);
  useEffect(() => setShown({ ...project, total }), [project, total]);
  return (
    <TopBar
      project={shown}
      home={home}
      position={task === null || queue === null ? null : Math.min(queue.done + 1, total)}
      taskNumber={task?.number ?? null}
      tabs={
        work !== null &&
        tabs.length > 1 && (
          <AnnotationTabs
            tabs={tabs}
            open={work.tab.key}
            onOpen={(key) => void controller.openTab(key)}
            onNew={null}
            onCompare={null}
            modelsFailed={false}
          />
        )
      }
    >
      {state.fixing && <SavedState work={work} />}
      {aside}
    </TopBar>
  );
}

interface PageMessageProps {
  readonly controller: ReviewController;
  readonly state: ReviewState;
  readonly home: ReactNode;
  readonly hotkeys: Hotkeys;
}

function PageMessage({ controller, state, home, hotkeys }: PageMessageProps) {
  useIdleCommands(controller, hotkeys);
  const { phase, passed } = state;
  return (
    <PhaseMessage
      title={t("review.review")}
      phase={phase}
      failed={t("review.loadFailed")}
      onRetry={() => void controller.start()}
      finished={
        <Empty icon="check" action={<Finished controller={controller} putOff={passed.length} home={home} />}>
          {passed.length === 0 ? t("review.finished") : t("review.finishedPutOff", { count: passed.length })}
        </Empty>
      }
    />
  );
}

interface FinishedProps {
  readonly controller: ReviewController;
  readonly putOff: number;
  readonly home: ReactNode;
}

function Finished({ controller, putOff, home }: FinishedProps) {
  return (
    <span className={styles.actions}>
      {putOff > 0 && (
        <Button kind="primary" onClick={() => void controller.again()}>
          {t("review.again")}
        </Button>
      )}
      {controller.canTakeBack && (
        <Button icon="undo" onClick={() => void controller.takeBack()}>
          {t("review.takeBack")}
        </Button>
      )}
      {putOff === 0 && !controller.canTakeBack && home}
    </span>
  );
}
