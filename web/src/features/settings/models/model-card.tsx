import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorDetails } from "../../../api/api-error";
import { disconnectModel, isBusy, type Model, type ModelState, modelKeys, modelsOptions } from "../../../api/models";
import { Tag } from "../../../design/badges";
import { Button, IconButton } from "../../../design/button";
import { ConfirmAction } from "../../../design/confirm-action";
import { Menu, MenuItem } from "../../../design/menu";
import { ErrorBox } from "../../../design/message";
import type { CatalogueKey } from "../../../i18n/catalogue";
import { formatAgo, formatExact } from "../../../i18n/dates";
import { t } from "../../../i18n/t";
import { ConnectionCard, Done } from "../connections";
import styles from "../connections.module.css";
import { nameOf } from "./model-form";
import { ModelWork } from "./model-work";
import { useModelWork } from "./use-model-work";

interface Look {
  readonly kind: "plain" | "ok" | "danger" | "info";
  readonly text: CatalogueKey;
}

const STATES: Readonly<Record<ModelState, Look>> = {
  CO: { kind: "ok", text: "models.state.connected" },
  DI: { kind: "danger", text: "models.state.silent" },
  ER: { kind: "danger", text: "models.state.failing" },
  TR: { kind: "info", text: "models.state.training" },
  PR: { kind: "info", text: "models.state.predicting" },
};

/** Has the server ask every backend of the project anew; answers whether this one is well. */
function useTest({ id, project }: Model) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const models = await cache.fetchQuery({ ...modelsOptions(project), staleTime: 0 });
      return models.some((one) => one.id === id && one.error_message === null);
    },
  });
}

interface CardProps {
  readonly model: Model;
  readonly onEdit: () => void;
}

function Facts({ model_version: version, updated_at: at }: Model) {
  return (
    <span className={styles.facts}>
      <span>{version === "" ? t("models.noVersion") : t("models.versionIs", { version })}</span>
      <time dateTime={at} title={formatExact(at)}>
        {t("models.changed", { ago: formatAgo(at) })}
      </time>
    </span>
  );
}

/** One model backend: how it is, in its own words when it is not well, and what it can be asked for. */
export function ModelCard({ model, onEdit }: CardProps) {
  const cache = useQueryClient();
  const [leaves, setLeaves] = useState(false);
  const test = useTest(model);
  const work = useModelWork(model);
  const name = nameOf(model);
  const look = STATES[model.state];
  const isWorking = work.isRunning || isBusy(model);
  const askFor = (kind: "predict" | "train"): void => {
    test.reset();
    work.start(kind);
  };
  return (
    <ConnectionCard
      icon="model"
      name={name}
      state={<Tag kind={look.kind}>{t(look.text)}</Tag>}
      place={model.url}
      actions={
        <>
          <Facts {...model} />
          <Button size="small" busy={test.isPending} onClick={() => test.mutate()}>
            {t("models.test")}
          </Button>
          <Button size="small" disabled={isWorking} onClick={() => askFor("predict")}>
            {t("models.predict")}
          </Button>
          <Button size="small" disabled={isWorking} onClick={() => askFor("train")}>
            {t("models.train")}
          </Button>
          <Menu trigger={<IconButton icon="more" label={t("models.more", { name })} />}>
            <MenuItem icon="edit" onSelect={onEdit}>
              {t("models.edit")}
            </MenuItem>
            <MenuItem icon="trash" danger onSelect={() => setLeaves(true)}>
              {t("models.disconnect")}
            </MenuItem>
          </Menu>
        </>
      }
    >
      {test.data === true && <Done>{t("models.answers")}</Done>}
      {test.error !== null && <ErrorBox title={t("models.testFailed")} details={errorDetails(test.error)} />}
      {model.error_message !== null && model.error_message !== "" && (
        <ErrorBox title={t("models.lastError")} details={model.error_message} />
      )}
      <ModelWork model={model} work={work} />
      {leaves && (
        <ConfirmAction
          title={t("models.disconnectTitle", { name })}
          confirm={t("models.disconnect")}
          keep={t("models.keep")}
          failed={t("models.disconnectFailed")}
          act={() => disconnectModel(model.id)}
          onDone={() => void cache.invalidateQueries({ queryKey: modelKeys.of(model.project) })}
          onClose={() => setLeaves(false)}
        >
          <p>{t("models.disconnectText")}</p>
        </ConfirmAction>
      )}
    </ConnectionCard>
  );
}
