import { type ReactNode, type RefObject, type SyntheticEvent, useId, useLayoutEffect, useRef } from "react";
import { t } from "../i18n/t";
import { IconButton } from "./button";
import { classNames } from "./class-names";
import styles from "./dialog.module.css";

interface DialogProps {
  readonly title: string;
  /** `side` stands at the end of the window, below the bar; `full` takes the whole window. */
  readonly size?: "normal" | "wide" | "side" | "full";
  /** Asked for by Escape and by the close button; the owner decides and unmounts. */
  readonly onClose: () => void;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

interface ModalWiring {
  readonly ref: RefObject<HTMLDialogElement | null>;
  readonly onCancel: (event: SyntheticEvent<HTMLDialogElement>) => void;
}

/** The browser's own modal dialog: it traps the focus, makes the rest inert and gives the focus back. */
export function useModalDialog(onClose: () => void): ModalWiring {
  const dialog = useRef<HTMLDialogElement>(null);

  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Closed before it leaves the document, for only a closing dialog returns the focus.
    return () => element?.close();
  }, []);

  const onCancel = (event: SyntheticEvent<HTMLDialogElement>): void => {
    if (event.target !== dialog.current) return; // the cancel of a file field bubbles up to here
    event.preventDefault();
    onClose();
  };
  return { ref: dialog, onCancel };
}

export function Dialog({ title, size = "normal", onClose, footer, children }: DialogProps) {
  const titleId = useId();
  return (
    <dialog
      {...useModalDialog(onClose)}
      aria-labelledby={titleId}
      className={classNames(styles.dialog, size !== "normal" && styles[size])}
    >
      <header className={styles.header}>
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        <IconButton icon="close" label={t("app.close")} onClick={onClose} />
      </header>
      <div className={styles.body}>{children}</div>
      {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
    </dialog>
  );
}
