import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorDetails } from "../../../api/api-error";
import { projectKeys } from "../../../api/queries";
import {
  type Direction,
  disconnectStorage,
  isSyncing,
  type Storage,
  storageKeys,
  syncStorage,
  testStorage,
} from "../../../api/storages";
import { Tag } from "../../../design/badges";
import { Button, IconButton } from "../../../design/button";
import { ConfirmAction } from "../../../design/confirm-action";
import { Menu, MenuItem } from "../../../design/menu";
import { ErrorBox } from "../../../design/message";
import { showToast } from "../../../design/toast-store";
import type { CatalogueKey } from "../../../i18n/catalogue";
import { formatAgo, formatExact } from "../../../i18n/dates";
import { t } from "../../../i18n/t";
import { ConnectionCard, Done } from "../connections";
import styles from "../connections.module.css";
import { intervalText } from "./interval-text";
import { placeOf } from "./storage-form";

interface Look {
  readonly kind: "plain" | "ok" | "warn" | "danger" | "info";
  readonly text: CatalogueKey;
}

const STATUS: Readonly<Record<Storage["status"], Look>> = {
  initialized: { kind: "plain", text: "storage.status.new" },
  queued: { kind: "info", text: "storage.status.queued" },
  in_progress: { kind: "info", text: "storage.status.running" },
  failed: { kind: "danger", text: "storage.status.failed" },
  completed: { kind: "ok", text: "storage.status.done" },
  completed_with_errors: { kind: "warn", text: "storage.status.partly" },
};

interface CardProps {
  readonly storage: Storage;
  readonly direction: Direction;
  readonly onEdit: () => void;
}

function Facts({ storage, direction }: Pick<CardProps, "storage" | "direction">) {
  const { last_sync: at, last_sync_count: count, sync_minutes: every } = storage;
  const interval = every !== null && <span>{intervalText(every)}</span>;
  if (at === null) {
    return (
      <span className={styles.facts}>
        {interval}
        <span>{t("storage.never")}</span>
      </span>
    );
  }
  return (
    <span className={styles.facts}>
      {interval}
      {count !== null && <span>{t(direction === "import" ? "storage.tasks" : "storage.annotations", { count })}</span>}
      <time dateTime={at} title={formatExact(at)}>
        {t(storage.status === "failed" ? "storage.tried" : "storage.synced", { ago: formatAgo(at) })}
      </time>
    </span>
  );
}

/** One storage: where it is, how its last synchronisation went in the server's own words, and what can be done. */
export function StorageCard({ storage, direction, onEdit }: CardProps) {
  const cache = useQueryClient();
  const [leaves, setLeaves] = useState(false);
  const test = useMutation({ mutationFn: () => testStorage(direction, storage.type, { id: storage.id }) });
  const sync = useMutation({
    mutationFn: () => syncStorage(direction, storage),
    onSuccess: () => void cache.invalidateQueries({ queryKey: projectKeys.all }),
    onError: (error) => showToast("error", t("storage.syncFailed", { reason: errorDetails(error) })),
    onSettled: () => cache.invalidateQueries({ queryKey: storageKeys.of(storage.project) }),
  });
  const name = storage.title || placeOf(storage);
  const look = STATUS[storage.status];
  return (
    <ConnectionCard
      icon="storage"
      level={3}
      name={name}
      state={<Tag kind={look.kind}>{t(look.text)}</Tag>}
      place={placeOf(storage)}
      actions={
        <>
          <Facts storage={storage} direction={direction} />
          <Button size="small" busy={test.isPending} onClick={() => test.mutate()}>
            {t("storage.test")}
          </Button>
          <Button size="small" busy={sync.isPending || isSyncing(storage)} onClick={() => sync.mutate()}>
            {t("storage.sync")}
          </Button>
          <Menu trigger={<IconButton icon="more" label={t("storage.more", { name })} />}>
            <MenuItem icon="edit" onSelect={onEdit}>
              {t("storage.edit")}
            </MenuItem>
            <MenuItem icon="trash" danger onSelect={() => setLeaves(true)}>
              {t("storage.disconnect")}
            </MenuItem>
          </Menu>
        </>
      }
    >
      {test.isSuccess && <Done>{t("storage.reached")}</Done>}
      {test.error !== null && <ErrorBox title={t("storage.testFailed")} details={errorDetails(test.error)} />}
      {storage.traceback !== null && storage.traceback !== "" && !isSyncing(storage) && (
        <ErrorBox title={t("storage.lastError")} details={storage.traceback} />
      )}
      {leaves && (
        <ConfirmAction
          title={t("storage.disconnectTitle", { name })}
          confirm={t("storage.disconnect")}
          keep={t("storage.keep")}
          failed={t("storage.disconnectFailed")}
          act={() => disconnectStorage(direction, storage)}
          onDone={() => void cache.invalidateQueries({ queryKey: storageKeys.of(storage.project) })}
          onClose={() => setLeaves(false)}
        >
          <p>{t(direction === "import" ? "storage.disconnectSource" : "storage.disconnectTarget")}</p>
        </ConfirmAction>
      )}
    </ConnectionCard>
  );
}
