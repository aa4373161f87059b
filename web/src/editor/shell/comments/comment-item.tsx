import { useState } from "react";
import { Tag } from "../../../design/badges";
import { Button } from "../../../design/button";
import { classNames } from "../../../design/class-names";
import { t } from "../../../i18n/t";
import { isRegion } from "../../core/entries";
import type { Comment } from "../../host";
import { nameOf } from "../../tags/regions";
import { Deed } from "../deed-list";
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
  const change = async (): Promise<void> => {
    setBusy(true);
    await onResolved(!isResolved);
    setBusy(false);
  };
  return (
    <Deed
      author={authorName || t("comments.somebody")}
      at={createdAt}
      state={isResolved && <Tag kind="ok">{t("comments.resolved")}</Tag>}
    >
      {regionId !== null && <RegionLink regionId={regionId} />}
      {annotationId === null && <span className={styles.quiet}>{t("comments.onTask")}</span>}
      <p className={classNames(styles.text, isResolved && styles.resolved)} dir="auto">
        {text}
      </p>
      <Button kind="ghost" size="small" busy={busy} onClick={() => void change()}>
        {t(isResolved ? "comments.reopen" : "comments.resolve")}
      </Button>
    </Deed>
  );
}
