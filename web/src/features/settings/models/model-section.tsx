import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorDetails } from "../../../api/api-error";
import { type Model, modelsOptions } from "../../../api/models";
import { Button } from "../../../design/button";
import { Empty, ErrorBox } from "../../../design/message";
import { Skeleton, useSlow } from "../../../design/progress";
import { t } from "../../../i18n/t";
import { ModelCard } from "./model-card";
import { ModelDialog } from "./model-dialog";
import styles from "./models.module.css";

const COMMAND = "labelwright ml start DIR --port 9090";

/** The model backends that label tasks of a project. */
export function ModelSection({ projectId }: { readonly projectId: number }) {
  const { data: models, error, isLoading } = useQuery(modelsOptions(projectId));
  const [open, setOpen] = useState<"new" | Model | null>(null);
  const slow = useSlow(isLoading);
  const isEmpty = models?.length === 0;
  const connect = (
    <Button kind="primary" icon="plus" onClick={() => setOpen("new")}>
      {t("models.connect")}
    </Button>
  );
  return (
    <div className={styles.models}>
      <div className={styles.top}>
        <p className={styles.lead}>{t("models.lead")}</p>
        {!isEmpty && connect}
      </div>
      {error !== null && <ErrorBox title={t("models.loadFailed")} details={errorDetails(error)} />}
      {slow && <Skeleton height={72} />}
      {isEmpty && (
        <Empty icon="model" action={connect}>
          {t("models.none")} <code className={styles.command}>{COMMAND}</code>
        </Empty>
      )}
      {models?.map((model) => (
        <ModelCard key={model.id} model={model} onEdit={() => setOpen(model)} />
      ))}
      {open !== null && (
        <ModelDialog projectId={projectId} edited={open === "new" ? null : open} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}
