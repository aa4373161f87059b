import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  changeStorage,
  connectStorage,
  type Direction,
  type Storage,
  storageKeys,
  testStorage,
} from "../../../api/storages";
import { Button } from "../../../design/button";
import { t } from "../../../i18n/t";
import { ConnectionForm } from "../connection-form";
import { Done } from "../connections";
import { StorageFields } from "./storage-fields";
import { draftOf, FIELDS, inputOf, newDraft, type StorageDraft } from "./storage-form";

interface StorageDialogProps {
  readonly projectId: number;
  /** The stored one to change; null to connect a new one. */
  readonly edited: { readonly storage: Storage; readonly direction: Direction } | null;
  readonly onClose: () => void;
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
  return (
    <ConnectionForm
      title={t(edited === null ? "storage.add" : "storage.edit")}
      size="wide"
      submit={t(edited === null ? "storage.connect" : "app.save")}
      save={save}
      error={error}
      failed={t(save.error === null ? "storage.testFailed" : "storage.saveFailed")}
      fields={FIELDS}
      aside={
        <>
          {test.isSuccess && <Done>{t("storage.reached")}</Done>}
          <Button busy={test.isPending} onClick={() => test.mutate()}>
            {t("storage.test")}
          </Button>
        </>
      }
      onClose={onClose}
    >
      <StorageFields
        draft={draft}
        isNew={edited === null}
        hasKeys={edited?.storage.has_credentials === true}
        error={error}
        onChange={change}
      />
    </ConnectionForm>
  );
}
