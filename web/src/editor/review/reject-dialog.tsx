import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Kbd } from "../../design/badges";
import { Button } from "../../design/button";
import { Checkbox } from "../../design/choice";
import { Dialog } from "../../design/dialog";
import { Field, Textarea } from "../../design/field";
import { t } from "../../i18n/t";
import type { Hotkeys } from "../core/hotkeys";
import { showCombo } from "../core/label-keys";
import { useModal } from "../shell/dialogs";
import type { Reasons } from "./controller";
import type { ReviewProject } from "./host";
import styles from "./review.module.css";

const LONGEST_REASON = 10_000;

interface RejectDialogProps {
  readonly hotkeys: Hotkeys;
  readonly project: Pick<ReviewProject, "needsReason" | "rejects">;
  /** Whose work it is. */
  readonly name: string;
  readonly busy: boolean;
  /** Why the server did not take it, in its own words. */
  readonly refusal: string | null;
  readonly onReject: (reasons: Reasons) => void;
  readonly onClose: () => void;
}

/** Asks why: the reason goes to the annotator with the task. */
export function RejectDialog({ hotkeys, project, name, busy, refusal, onReject, onClose }: RejectDialogProps) {
  useModal(hotkeys);
  const form = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const [comment, setComment] = useState("");
  const [removes, setRemoves] = useState(false);
  const [missing, setMissing] = useState(false);
  const [tried, setTried] = useState(false);
  const isFlexible = project.rejects === "flexible";
  const returns = project.rejects === "requeue" || (isFlexible && !removes);

  const send = (): void => {
    if (project.needsReason && comment.trim() === "") setMissing(true);
    else {
      setTried(true);
      onReject({ comment: comment.trim(), removes: isFlexible && removes });
    }
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    send();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!busy) send();
  };
  const errors = [
    ...(missing ? [t("review.reasonNeeded", { name })] : []),
    ...(tried && refusal !== null ? [refusal] : []),
  ];

  return (
    <Dialog
      title={t(returns ? "review.rejectReturn" : "review.rejectRemove", { name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("review.cancel")}</Button>
          <Button kind="danger" type="submit" form={form} busy={busy}>
            {t("review.reject")} <Kbd>{showCombo("ctrl+enter")}</Kbd>
          </Button>
        </>
      }
    >
      <form id={form} className={styles.form} onSubmit={onSubmit} onKeyDown={onKeyDown}>
        <Field label={t("review.reason", { name })} errors={errors}>
          {(wiring) => (
            <Textarea
              {...wiring}
              ref={field}
              rows={4}
              maxLength={LONGEST_REASON}
              aria-required={project.needsReason}
              value={comment}
              onChange={(event) => {
                setComment(event.target.value);
                setMissing(false);
              }}
            />
          )}
        </Field>
        {isFlexible && (
          <Checkbox checked={removes} onChange={(event) => setRemoves(event.target.checked)}>
            {t("review.remove", { name })}
          </Checkbox>
        )}
      </form>
    </Dialog>
  );
}
