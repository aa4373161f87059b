import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiError, errorDetails, fieldErrors, otherErrors } from "../../../api/api-error";
import {
  changeStorage,
  connectStorage,
  type Direction,
  type Storage,
  storageKeys,
  testStorage,
} from "../../../api/storages";
import { Button } from "../../../design/button";
import { Dialog } from "../../../design/dialog";
import { Icon } from "../../../design/icon";
import { ErrorBox } from "../../../design/message";
import { t } from "../../../i18n/t";
import styles from "../connections.module.css";
import { StorageFields } from "./storage-fields";
import { draftOf, FIELDS, inputOf, newDraft, type StorageDraft } from "./storage-form";

interface StorageDialogProps {
  readonly projectId: number;
  /** The stored one to change; null to connect a new one. */
  readonly edited: { readonly storage: Storage; readonly direction: Direction } | null;
  readonly onClose: () => void;
}

/** Refusals no field shows. */
function Refusal({ title, error }: { readonly title: string; readonly error: unknown }) {
  if (error === null) return null;
  const byField = error instanceof ApiError && FIELDS.some((field) => fieldErrors(error, field).length > 0);
  if (byField && otherErrors(error, FIELDS).length === 0) return null;
  return <ErrorBox title={title} details={errorDetails(error)} />;
}

/** Connects a storage, or changes one; Test tries the settings without keeping them. */
export function StorageDialog({ projectId, edited, onClose }: StorageDialogProps) {
  const cache = useQueryClient();
  const [draft, setDraft] = useState<StorageDraft>(
    edited === null ? newDraft() : draftOf(edited.storage, edited.direction),
  );
  const id = edited?.storage.id ?? null;
  const input = () => inputOf(draft, projectId, id);
  const test = useMutation({ mutationFn: () => testStorage(draft.direction, draft.kind, input()) });
  const save = useMutation({
    mutationFn: () =>
      edited === null
        ? connectStorage(draft.direction, draft.kind, input())
        : changeStorage(draft.direction, edited.storage, input()),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: storageKeys.of(projectId) });
      onClose();
    },
  });
  const change = (part: Partial<StorageDraft>): void => {
    setDraft({ ...draft, ...part });
    test.reset();
    save.reset();
  };
  const error = save.error ?? test.error;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog
      title={t(edited === null ? "storage.add" : "storage.edit")}
      size="wide"
      onClose={onClose}
      footer={
        <>
          {test.isSuccess && (
            <span className={styles.done} role="status">
              <Icon name="check" />
              {t("storage.reached")}
            </span>
          )}
          <Button busy={test.isPending} onClick={() => test.mutate()}>
            {t("storage.test")}
          </Button>
          <Button kind="primary" type="submit" form="storage-form" busy={save.isPending}>
            {t(edited === null ? "storage.connect" : "app.save")}
          </Button>
        </>
      }
    >
      <form id="storage-form" className={styles.form} onSubmit={submit}>
        <StorageFields
          draft={draft}
          isNew={edited === null}
          hasKeys={edited?.storage.has_credentials === true}
          error={error}
          onChange={change}
        />
        <Refusal title={t(save.error === null ? "storage.testFailed" : "storage.saveFailed")} error={error} />
      </form>
    </Dialog>
  );
}
