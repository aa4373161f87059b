/** The controller of the review page, tied to the life of the page. */

import { useEffect, useState } from "react";
import { showToast } from "../../design/toast-store";
import { t } from "../../i18n/t";
import { newId } from "../core/ids";
import type { LabelUser } from "../host";
import { timers } from "../shell/timers";
import { openChannel } from "../shell/use-controller";
import { ReviewController, type ReviewNotice } from "./controller";
import type { ReviewHost, ReviewProject } from "./host";

const SAID = {
  accepted: "review.said.accepted",
  fixed: "review.said.fixed",
  rejected: "review.said.rejected",
} as const;

/** One's own verdicts show in what comes next and are only spoken; what others did is shown. */
function tell(notice: ReviewNotice, announce: (text: string) => void): void {
  switch (notice.kind) {
    case "accepted":
    case "fixed":
    case "rejected":
      announce(t(SAID[notice.kind], { number: String(notice.task) }));
      return;
    case "taken-back":
      showToast("ok", t("review.said.takenBack"));
      return;
    case "judged":
      showToast(
        "error",
        t(notice.accepted ? "review.said.judgedAccepted" : "review.said.judgedRejected", { name: notice.by }),
      );
      return;
    case "changed":
      showToast("error", t("review.said.changed"));
      return;
    case "gone":
      showToast("ok", t("review.said.gone"));
  }
}

interface UseReviewOptions {
  readonly host: ReviewHost;
  readonly project: ReviewProject;
  readonly user: LabelUser;
  readonly announce: (text: string) => void;
}

/** One controller for each host; null until the page is mounted. */
export function useReviewController({ host, project, user, announce }: UseReviewOptions): ReviewController | null {
  const [controller, setController] = useState<ReviewController | null>(null);

  useEffect(() => {
    const made = new ReviewController({
      host,
      project,
      user,
      timers,
      openChannel,
      tabId: newId(),
      onNotice: (notice) => tell(notice, announce),
    });
    setController(made);
    void made.start();
    const onVisibility = (): void => (document.visibilityState === "hidden" ? made.hide() : made.show());
    const onHide = (): void => made.hide();
    const onOnline = (): void => made.online();
    document.addEventListener("visibilitychange", onVisibility);
    window.addEventListener("pagehide", onHide);
    window.addEventListener("blur", onHide);
    window.addEventListener("focus", onVisibility);
    window.addEventListener("online", onOnline);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("pagehide", onHide);
      window.removeEventListener("blur", onHide);
      window.removeEventListener("focus", onVisibility);
      window.removeEventListener("online", onOnline);
      void made.close();
    };
  }, [host, project, user, announce]);

  return controller;
}
