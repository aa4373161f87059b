/** The controller of the label page, tied to the life of the page: visibility, leaving, drafts that meet others. */

import { useEffect, useState } from "react";
import { showToast } from "../../design/toast-store";
import { t } from "../../i18n/t";
import { newId } from "../core/ids";
import type { LockChannel } from "../core/tab-lock";
import type { LabelHost, LabelProject, LabelUser } from "../host";
import { LabelController, type Notice } from "./controller";
import { timers } from "./timers";

const CHANNEL = "labelwright-annotation-lock";

export function openChannel(): LockChannel {
  const channel = new BroadcastChannel(CHANNEL);
  const adapter: LockChannel = {
    onmessage: null,
    postMessage: (message) => channel.postMessage(message),
    close: () => channel.close(),
  };
  channel.onmessage = (event: MessageEvent<unknown>) => adapter.onmessage?.({ data: event.data });
  return adapter;
}

const NOTICES: Readonly<Record<Notice, (detail: string) => readonly ["ok" | "error", string]>> = {
  submitted: (number) => ["ok", t("editor.toast.submitted", { number })],
  skipped: (number) => ["ok", t("editor.toast.skipped", { number })],
  updated: (number) => ["ok", t("editor.toast.updated", { number })],
  "nothing-to-submit": () => ["error", t("editor.toast.nothing")],
  "update-failed": (reason) => ["error", t("editor.toast.updateFailed", { reason })],
  taken: (number) => ["error", t("editor.toast.taken", { number })],
};

/** In the stream the next task says it all, so handed-over work is only spoken; everything else is shown. */
function tell(notice: Notice, detail: string, quiet: ((text: string) => void) | null): void {
  const [kind, text] = NOTICES[notice](detail);
  if (quiet !== null && (notice === "submitted" || notice === "skipped")) quiet(text);
  else showToast(kind, text);
}

interface UseControllerOptions {
  readonly host: LabelHost;
  readonly project: LabelProject;
  readonly user: LabelUser;
  readonly taskId: number | null;
  readonly announce: (text: string) => void;
}

function makeController({ host, project, user, taskId, announce }: UseControllerOptions): LabelController {
  return new LabelController({
    host,
    project,
    user,
    taskId,
    timers,
    openChannel,
    tabId: newId(),
    onNotice: (notice, detail) => tell(notice, detail, taskId === null ? announce : null),
  });
}

/** One controller for each host and task; null until the page is mounted. */
export function useController({ host, project, user, taskId, announce }: UseControllerOptions): LabelController | null {
  const [controller, setController] = useState<LabelController | null>(null);

  useEffect(() => {
    const made = makeController({ host, project, user, taskId, announce });
    setController(made);
    void made.start();
    const onVisibility = (): void => (document.visibilityState === "hidden" ? made.hide() : made.show());
    const onHide = (): void => made.hide();
    const onOnline = (): void => made.online();
    const onLeave = (): void => made.leave();
    const onShow = (event: PageTransitionEvent): void => {
      if (event.persisted) void made.comeBack();
    };
    const onBeforeUnload = (event: BeforeUnloadEvent): void => {
      if (host.outbox.value.length > 0) event.preventDefault();
    };
    document.addEventListener("visibilitychange", onVisibility);
    window.addEventListener("pagehide", onLeave);
    window.addEventListener("pageshow", onShow);
    window.addEventListener("online", onOnline);
    window.addEventListener("blur", onHide);
    window.addEventListener("focus", onVisibility);
    window.addEventListener("beforeunload", onBeforeUnload);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("pagehide", onLeave);
      window.removeEventListener("pageshow", onShow);
      window.removeEventListener("online", onOnline);
      window.removeEventListener("blur", onHide);
      window.removeEventListener("focus", onVisibility);
      window.removeEventListener("beforeunload", onBeforeUnload);
      void made.close();
    };
  }, [host, project, user, taskId, announce]);

  return controller;
}
