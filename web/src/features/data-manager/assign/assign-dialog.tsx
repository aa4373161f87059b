import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { errorDetails } from "../../../api/api-error";
import { projectKeys } from "../../../api/queries";
import { displayName } from "../../../api/session";
import { type Assignment, assignTasks, projectPeopleOptions } from "../../../api/team";
import type { FilterGroup, SelectedItems } from "../../../api/views";
import { Button } from "../../../design/button";
import { Checkbox, Radio } from "../../../design/choice";
import { Dialog } from "../../../design/dialog";
import { Field, Input, SearchInput } from "../../../design/field";
import { Empty, ErrorBox } from "../../../design/message";
import { Skeleton, useSlow } from "../../../design/progress";
import { showToast } from "../../../design/toast-store";
import { t } from "../../../i18n/t";
import "../../../i18n/team";
import styles from "./assign-dialog.module.css";
import { type AssignDraft, assignable, assignmentOf, NEW_ASSIGNMENT } from "./assign-draft";

interface AssignDialogProps {
  readonly projectId: number;
  /** How many tasks are meant. */
  readonly count: number;
  readonly selectedItems: SelectedItems;
  readonly filters: FilterGroup | undefined;
  readonly onAssigned: () => void;
  readonly onClose: () => void;
}

/** Gives the ticked tasks to people. */
export function AssignDialog({ projectId, count, selectedItems, filters, onAssigned, onClose }: AssignDialogProps) {
  const form = useId();
  const cache = useQueryClient();
  const [draft, setDraft] = useState(NEW_ASSIGNMENT);
  const change = (values: Partial<AssignDraft>): void => setDraft({ ...draft, ...values });
  const assign = useMutation({
    mutationFn: (assignment: Assignment) => assignTasks(projectId, assignment),
    onSuccess: async ({ assignments }) => {
      showToast("ok", t("team.assigned", { count: assignments }));
      onAssigned();
      onClose();
      await cache.invalidateQueries({ queryKey: projectKeys.all });
    },
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    assign.mutate(assignmentOf(draft, { selectedItems, filters }));
  };
  return (
    <Dialog
      title={t("team.assignTitle", { count })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("team.cancel")}</Button>
          <Button kind="primary" type="submit" form={form} busy={assign.isPending} disabled={draft.users.size === 0}>
            {t("team.assignNow")}
          </Button>
        </>
      }
    >
      <form id={form} className={styles.form} onSubmit={onSubmit}>
        <fieldset className={styles.options}>
          <legend>{t("team.what")}</legend>
          <Radio name="what" checked={draft.type === "AN"} onChange={() => change({ type: "AN" })}>
            {t("team.toAnnotate")}
          </Radio>
          <Radio name="what" checked={draft.type === "RE"} onChange={() => change({ type: "RE", users: new Set() })}>
            {t("team.toReview")}
          </Radio>
        </fieldset>
        <PeopleChoice projectId={projectId} draft={draft} onChange={change} />
        <HowFields draft={draft} onChange={change} />
        {assign.error !== null && <ErrorBox title={t("team.notAssigned")} details={errorDetails(assign.error)} />}
      </form>
    </Dialog>
  );
}

interface DraftProps {
  readonly draft: AssignDraft;
  readonly onChange: (change: Partial<AssignDraft>) => void;
}

function PeopleChoice({ projectId, draft, onChange }: DraftProps & { readonly projectId: number }) {
  const { data, error, isLoading } = useQuery(projectPeopleOptions(projectId));
  const [search, setSearch] = useState("");
  const slow = useSlow(isLoading);
  const people = assignable(data?.results ?? [], draft.type, search);
  const toggle = (id: number, on: boolean): void => {
    const users = new Set(draft.users);
    if (on) users.add(id);
    else users.delete(id);
    onChange({ users });
  };
  return (
    <fieldset className={styles.options}>
      <legend>{t("team.who")}</legend>
      <SearchInput
        aria-label={t("team.findPerson")}
        placeholder={t("team.findPerson")}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {slow && <Skeleton height={80} />}
      {error !== null && <ErrorBox title={t("team.peopleFailed")} details={errorDetails(error)} />}
      {data !== undefined && people.length === 0 && <Empty>{t("team.nobodyFits")}</Empty>}
      <div className={styles.people}>
        {people.map((person) => (
          <Checkbox
            key={person.id}
            checked={draft.users.has(person.id)}
            onChange={(event) => toggle(person.id, event.target.checked)}
          >
            {displayName(person)}
          </Checkbox>
        ))}
      </div>
    </fieldset>
  );
}

function HowFields({ draft, onChange }: DraftProps) {
  return (
    <>
      <fieldset className={styles.options}>
        <legend>{t("team.how")}</legend>
        <Radio name="how" checked={draft.perTask === null} onChange={() => onChange({ perTask: null })}>
          {t("team.everybody")}
        </Radio>
        <Radio name="how" checked={draft.perTask !== null} onChange={() => onChange({ perTask: 1 })}>
          {t("team.inTurn")}
        </Radio>
      </fieldset>
      {draft.perTask !== null && (
        <Field label={t("team.perTask")}>
          {(wiring) => (
            <Input
              {...wiring}
              className={styles.short}
              type="number"
              required
              min={1}
              max={Math.max(1, draft.users.size)}
              value={draft.perTask ?? 1}
              onChange={(event) => onChange({ perTask: event.target.valueAsNumber || 1 })}
            />
          )}
        </Field>
      )}
      <Checkbox checked={draft.replaces} onChange={(event) => onChange({ replaces: event.target.checked })}>
        {t("team.replace")}
      </Checkbox>
    </>
  );
}
