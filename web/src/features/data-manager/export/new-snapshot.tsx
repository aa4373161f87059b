import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { errorDetails } from "../../../api/api-error";
import { makeSnapshot, snapshotKeys } from "../../../api/exports";
import type { View } from "../../../api/views";
import { Button } from "../../../design/button";
import { Checkbox } from "../../../design/choice";
import { Field, Input, Select } from "../../../design/field";
import { ErrorBox } from "../../../design/message";
import type { CatalogueKey } from "../../../i18n/catalogue";
import { t } from "../../../i18n/t";
import { inputOf, NEW_DRAFT, type SnapshotDraft, type Tasks } from "./snapshot-draft";
import styles from "./snapshots.module.css";

const TASKS: Readonly<Record<Exclude<Tasks, "tab">, CatalogueKey>> = {
  all: "exports.tasks.all",
  finished: "exports.tasks.finished",
  unfinished: "exports.tasks.unfinished",
  annotated: "exports.tasks.annotated",
  skipped: "exports.tasks.skipped",
};
const KINDS: Readonly<Record<keyof SnapshotDraft["kinds"], CatalogueKey>> = {
  usual: "exports.kind.usual",
  ground_truth: "exports.kind.groundTruth",
  skipped: "exports.kind.skipped",
};

interface NewSnapshotProps {
  readonly projectId: number;
  /** The open tab, if it is a saved one. */
  readonly tab: View | undefined;
}

/** Asks what a snapshot is to hold, and has it made. */
export function NewSnapshot({ projectId, tab }: NewSnapshotProps) {
  const cache = useQueryClient();
  const [draft, setDraft] = useState(NEW_DRAFT);
  const change = (values: Partial<SnapshotDraft>): void => setDraft({ ...draft, ...values });
  const make = useMutation({
    mutationFn: () => makeSnapshot(projectId, inputOf(draft, tab?.id)),
    onSuccess: () => setDraft({ ...draft, title: "" }),
    onSettled: () => cache.invalidateQueries({ queryKey: snapshotKeys.of(projectId) }),
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <div className={styles.fields}>
        <Field label={t("exports.name")}>
          {(wiring) => (
            <Input
              {...wiring}
              value={draft.title}
              placeholder={t("exports.namePlaceholder")}
              maxLength={200}
              onChange={(event) => change({ title: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("exports.tasks")}>
          {(wiring) => (
            <Select
              {...wiring}
              value={draft.tasks}
              onChange={(event) => change({ tasks: event.target.value as Tasks })}
            >
              {Object.entries(TASKS).map(([value, text]) => (
                <option key={value} value={value}>
                  {t(text)}
                </option>
              ))}
              {tab !== undefined && (
                <option value="tab">{t("exports.tasks.tab", { title: tab.data.title ?? String(tab.id) })}</option>
              )}
            </Select>
          )}
        </Field>
      </div>
      <fieldset className={styles.kinds}>
        <legend className={styles.legend}>{t("exports.kinds")}</legend>
        {(Object.keys(KINDS) as (keyof typeof KINDS)[]).map((kind) => (
          <Checkbox
            key={kind}
            checked={draft.kinds[kind]}
            onChange={(event) => change({ kinds: { ...draft.kinds, [kind]: event.target.checked } })}
          >
            {t(KINDS[kind])}
          </Checkbox>
        ))}
      </fieldset>
      <div className={styles.end}>
        <Checkbox checked={draft.isFull} onChange={(event) => change({ isFull: event.target.checked })}>
          {t("exports.full")}
        </Checkbox>
        <Button kind="primary" type="submit" busy={make.isPending}>
          {t("exports.make")}
        </Button>
      </div>
      {make.error !== null && <ErrorBox title={t("exports.makeFailed")} details={errorDetails(make.error)} />}
    </form>
  );
}
