import type { UseMutationResult } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useId } from "react";
import { Button } from "../../design/button";
import { Dialog } from "../../design/dialog";
import styles from "./connections.module.css";
import { Refusal } from "./refusal";

interface ConnectionFormProps {
  readonly title: string;
  readonly size?: "normal" | "wide";
  /** What its primary button says. */
  readonly submit: string;
  readonly save: Pick<UseMutationResult, "isPending"> & { readonly mutate: () => void };
  /** Why it was refused, what failed thereby, and the fields that say their part of it themselves. */
  readonly error: Error | null;
  readonly failed: string;
  readonly fields: readonly string[];
  /** Stands before the primary button. */
  readonly aside?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The dialog in which a connection is made or changed. */
export function ConnectionForm(props: ConnectionFormProps) {
  const { title, size = "normal", submit, save, error, failed, fields, aside, onClose, children } = props;
  const id = useId();
  return (
    <Dialog
      title={title}
      size={size}
      onClose={onClose}
      footer={
        <>
          {aside}
          <Button kind="primary" type="submit" form={id} busy={save.isPending}>
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className={styles.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {children}
        <Refusal title={failed} error={error} fields={fields} />
      </form>
    </Dialog>
  );
}
