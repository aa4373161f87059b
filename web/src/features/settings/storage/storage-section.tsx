import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Direction, type Storage, storagesOptions } from "../../../api/storages";
import { t } from "../../../i18n/t";
import "../../../i18n/storage";
import { ConnectionList } from "../connections";
import styles from "../connections.module.css";
import own from "./storage.module.css";
import { StorageCard } from "./storage-card";
import { StorageDialog } from "./storage-dialog";

type Open = "new" | { readonly storage: Storage; readonly direction: Direction };

interface ListProps {
  readonly title: string;
  readonly storages: readonly Storage[];
  readonly direction: Direction;
  readonly onEdit: (storage: Storage) => void;
}

function StorageList({ title, storages, direction, onEdit }: ListProps) {
  if (storages.length === 0) return null;
  return (
    <section className={styles.list} aria-label={title}>
      <h2 className={own.heading}>{title}</h2>
      {storages.map((storage) => (
        <StorageCard
          key={`${storage.type} ${storage.id}`}
          storage={storage}
          direction={direction}
          onEdit={() => onEdit(storage)}
        />
      ))}
    </section>
  );
}

/** Where tasks come from and annotations go to. */
export function StorageSection({ projectId }: { readonly projectId: number }) {
  const sources = useQuery(storagesOptions(projectId, "import"));
  const targets = useQuery(storagesOptions(projectId, "export"));
  const [open, setOpen] = useState<Open | null>(null);
  return (
    <ConnectionList
      lead={t("storage.lead")}
      icon="storage"
      none={t("storage.none")}
      add={t("storage.add")}
      onAdd={() => setOpen("new")}
      isEmpty={sources.data && targets.data && sources.data.length + targets.data.length === 0}
      error={sources.error ?? targets.error}
      failed={t("storage.loadFailed")}
    >
      <StorageList
        title={t("storage.sources")}
        storages={sources.data ?? []}
        direction="import"
        onEdit={(storage) => setOpen({ storage, direction: "import" })}
      />
      <StorageList
        title={t("storage.targets")}
        storages={targets.data ?? []}
        direction="export"
        onEdit={(storage) => setOpen({ storage, direction: "export" })}
      />
      {open !== null && (
        <StorageDialog projectId={projectId} edited={open === "new" ? null : open} onClose={() => setOpen(null)} />
      )}
    </ConnectionList>
  );
}
