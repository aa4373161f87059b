import type { ReactNode } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";

interface ConfirmDialogProps {
  readonly title: string;
  /** The verb with its object: "Delete 12 tasks". */
  readonly confirm: string;
  /** What stays as it is: "Keep". */
  readonly keep: string;
  /** Danger, unless nothing is lost. */
  readonly kind?: "danger" | "primary";
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks before something that cannot be undone; everything else is done at once and offers Undo. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, confirm, keep, kind = "danger", busy = false, disabled = false, onConfirm, onClose, children } = props;
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{keep}</Button>
          <Button kind={kind} busy={busy} disabled={disabled} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
