import { useState } from "react";
import { Avatar, Tag } from "../../../design/badges";
import { Button } from "../../../design/button";
import { classNames } from "../../../design/class-names";
import { formatAgo, formatExact } from "../../../i18n/dates";
import { t } from "../../../i18n/t";
import { isRegion } from "../../core/entries";
import type { Comment } from "../../host";
import { nameOf } from "../../tags/regions";
import { useEditor } from "../editor-context";
import { useStoreVersion } from "../hooks";
import styles from "./comments.module.css";

interface CommentItemProps {
  readonly comment: Comment;
  readonly onResolved: (isResolved: boolean) => Promise<void>;
}

/** The region that is spoken of; a press shows it. */
function RegionLink({ regionId }: { readonly regionId: string }) {
  const { editor } = useEditor();
  useStoreVersion(editor.session.store);
  const region = [...editor.session.store.entries()].filter(isRegion).find(({ id }) => id === regionId);
  if (region === undefined) return <span className={styles.quiet}>{t("comments.onGone")}</span>;
  const show = (): void => {
    editor.session.selection.select(region.key);
    editor.locate(region.key);
  };
  return (
    <button type="button" className={styles.link} onClick={show}>
      {t("comments.onRegion", { name: nameOf(editor.ui, region), number: editor.numberOf(region.key) })}
    </button>
  );
}

export function CommentItem({ comment, onResolved }: CommentItemProps) {
  const { authorName, createdAt, isResolved, regionId, annotationId, text } = comment;
  const [busy, setBusy] = useState(false);
  const author = authorName || t("comments.somebody");
  const change = async (): Promise<void> => {
    setBusy(true);
    await onResolved(!isResolved);
    setBusy(false);
  };
  return (
    <li className={classNames(styles.item, isResolved && styles.resolved)}>
      <div className={styles.head}>
        <Avatar name={author} size="small" />
        <span className={styles.author}>{author}</span>
        <span className={styles.quiet} title={formatExact(createdAt)}>
          {formatAgo(createdAt)}
        </span>
        {isResolved && <Tag kind="ok">{t("comments.resolved")}</Tag>}
      </div>
      {regionId !== null && <RegionLink regionId={regionId} />}
      {annotationId === null && <span className={styles.quiet}>{t("comments.onTask")}</span>}
      <p className={styles.text} dir="auto">
        {text}
      </p>
      <Button kind="ghost" size="small" busy={busy} onClick={() => void change()}>
        {t(isResolved ? "comments.reopen" : "comments.resolve")}
      </Button>
    </li>
  );
}
