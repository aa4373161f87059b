import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Kbd } from "../../../design/badges";
import { Button } from "../../../design/button";
import { Field, Textarea } from "../../../design/field";
import { t } from "../../../i18n/t";
import { isRegion, type RegionEntry } from "../../core/entries";
import { showCombo } from "../../core/label-keys";
import type { CommentHost, NewComment } from "../../host";
import { nameOf } from "../../tags/regions";
import { useEditor } from "../editor-context";
import { useKeys } from "../hooks";
import styles from "./comments.module.css";
import { mentionedIn } from "./mentions";
import { optionId, People } from "./people";
import { useMentions } from "./use-mentions";

const LONGEST = 10_000;

interface CommentFormProps {
  readonly host: CommentHost;
  readonly taskId: number;
  readonly annotationId: number | null;
  /** The focus goes to the field whenever this grows. */
  readonly asked: number;
  readonly onAdd: (comment: NewComment) => Promise<boolean>;
}

/** The one selected region, if the annotation is one that the server knows. */
function useSelectedRegion(annotationId: number | null): RegionEntry | null {
  const { editor } = useEditor();
  const { selection, store } = editor.session;
  useKeys(selection);
  const entry = selection.only === null || annotationId === null ? undefined : store.get(selection.only);
  return isRegion(entry) ? entry : null;
}

export function CommentForm({ host, taskId, annotationId, asked, onAdd }: CommentFormProps) {
  const { editor } = useEditor();
  const region = useSelectedRegion(annotationId);
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const mentions = useMentions(host, field, text, setText);
  useEffect(() => {
    if (asked > 0) field.current?.focus();
  }, [asked]);

  const send = async (): Promise<void> => {
    if (text.trim() === "" || busy) return;
    setBusy(true);
    const named = mentionedIn(text, mentions.people);
    const kept = await onAdd({
      taskId,
      annotationId,
      regionId: region?.id ?? null,
      text: text.trim(),
      mentions: named,
    });
    setBusy(false);
    if (kept) setText("");
    field.current?.focus();
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void send();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isPlain = !(event.ctrlKey || event.metaKey);
    if (isPlain && mentions.onKey(event.key)) event.preventDefault();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      // Sends the comment, not the work.
      event.preventDefault();
      void send();
    } else if (event.key === "Escape") field.current?.blur();
  };
  const about =
    region !== null
      ? t("comments.aboutRegion", { name: nameOf(editor.ui, region), number: editor.numberOf(region.key) })
      : t(annotationId === null ? "comments.aboutTask" : "comments.aboutAnnotation");

  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <Field label={t("comments.field")} hint={about}>
        {(wiring) => (
          <Textarea
            {...wiring}
            ref={field}
            rows={3}
            maxLength={LONGEST}
            aria-autocomplete="list"
            aria-controls={mentions.found.length > 0 ? listId : undefined}
            aria-activedescendant={mentions.found.length > 0 ? optionId(listId, mentions.at) : undefined}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onSelect={mentions.look}
            onBlur={mentions.close}
            onKeyDown={onKeyDown}
          />
        )}
      </Field>
      <People id={listId} people={mentions.found} at={mentions.at} onPick={mentions.pick} />
      <Button type="submit" busy={busy} disabled={text.trim() === ""}>
        {t("comments.send")} <Kbd>{showCombo("ctrl+enter")}</Kbd>
      </Button>
    </form>
  );
}
