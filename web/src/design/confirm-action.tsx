import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { errorDetails } from "../api/api-error";
import { t } from "../i18n/t";
import { ConfirmDialog } from "./confirm-dialog";
import { ErrorBox } from "./message";

interface ConfirmActionProps<Answer> {
  readonly title: string;
  readonly confirm: string;
  /** "Keep", unless something else stays as it is. */
  readonly keep?: string;
  readonly disabled?: boolean;
  /** What is done once it was confirmed; the dialog stays open until then, and says why when it fails. */
  readonly act: () => Promise<Answer>;
  readonly failed: string;
  readonly onDone: (answer: Answer) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks, and does it. */
export function ConfirmAction<Answer>(props: ConfirmActionProps<Answer>) {
  const { title, confirm, keep = t("app.keep"), disabled = false, act, failed, onDone, onClose, children } = props;
  const acting = useMutation({
    mutationFn: act,
    onSuccess: (answer) => {
      onClose();
      onDone(answer);
    },
  });
  return (
    <ConfirmDialog
      title={title}
      confirm={confirm}
      keep={keep}
      busy={acting.isPending}
      disabled={disabled}
      onConfirm={() => acting.mutate()}
      onClose={onClose}
    >
      {children}
      {acting.error !== null && <ErrorBox title={failed} details={errorDetails(acting.error)} />}
    </ConfirmDialog>
  );
}
