import { useState } from "react";
import { Button } from "../../../design/button";
import { ErrorBox } from "../../../design/message";
import "../../../i18n/comments";
import { t } from "../../../i18n/t";
import type { CommentHost } from "../../host";
import { DeedList } from "../deed-list";
import { CommentForm } from "./comment-form";
import { CommentItem } from "./comment-item";
import styles from "./comments.module.css";
import { useComments } from "./use-comments";

interface CommentsPanelProps {
  readonly host: CommentHost;
  readonly taskId: number;
  /** The open annotation; null for new work and predictions, where the task is spoken of. */
  readonly annotationId: number | null;
  readonly asked: number;
  readonly onOpen: (count: number) => void;
}

/** What was said of the task and of the open annotation, and a field to say more. */
export function CommentsPanel({ host, taskId, annotationId, asked, onOpen }: CommentsPanelProps) {
  const { all, failure, retry, add, setResolved } = useComments(host, taskId, onOpen);
  const [showsResolved, setShowsResolved] = useState(false);
  const here = (all ?? []).filter((comment) => comment.annotationId === null || comment.annotationId === annotationId);
  const resolved = here.filter(({ isResolved }) => isResolved).length;
  const shown = here.filter(({ isResolved }) => showsResolved || !isResolved);
  return (
    <div className={styles.panel}>
      <div className={styles.scroll}>
        {failure !== null && (
          <ErrorBox
            title={t("comments.loadFailed")}
            details={failure}
            actions={
              <Button size="small" onClick={retry}>
                {t("editor.tryAgain")}
              </Button>
            }
          />
        )}
        {all !== null && here.length === 0 && <p className={styles.quiet}>{t("comments.none")}</p>}
        {resolved > 0 && (
          <Button kind="ghost" size="small" onClick={() => setShowsResolved(!showsResolved)}>
            {showsResolved ? t("comments.hideResolved") : t("comments.showResolved", { count: resolved })}
          </Button>
        )}
        {shown.length > 0 && (
          <DeedList aria-label={t("comments.list")}>
            {shown.map((comment) => (
              <CommentItem
                key={comment.id}
                comment={comment}
                onResolved={(isResolved) => setResolved(comment, isResolved)}
              />
            ))}
          </DeedList>
        )}
      </div>
      <CommentForm host={host} taskId={taskId} annotationId={annotationId} asked={asked} onAdd={add} />
    </div>
  );
}
