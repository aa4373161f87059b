import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorDetails } from "../../../api/api-error";
import { type Direction, type Storage, storagesOptions } from "../../../api/storages";
import { Button } from "../../../design/button";
import { Empty, ErrorBox } from "../../../design/message";
import { t } from "../../../i18n/t";
import "../../../i18n/storage";
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
  const error = sources.error ?? targets.error;
  const isEmpty = sources.data?.length === 0 && targets.data?.length === 0;
  const add = (
    <Button kind="primary" icon="plus" onClick={() => setOpen("new")}>
      {t("storage.add")}
    </Button>
  );
  return (
    <div className={own.storages}>
      <div className={styles.top}>
        <p className={styles.lead}>{t("storage.lead")}</p>
        {!isEmpty && add}
      </div>
      {error !== null && <ErrorBox title={t("storage.loadFailed")} details={errorDetails(error)} />}
      {isEmpty && (
        <Empty icon="storage" action={add}>
          {t("storage.none")}
        </Empty>
      )}
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
    </div>
  );
}
