import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { errorDetails } from "../../../api/api-error";
import { projectKeys, usersOptions } from "../../../api/queries";
import { displayName } from "../../../api/session";
import { addProjectMember, type ProjectPerson, projectPeopleOptions, removeProjectMember } from "../../../api/team";
import { Button } from "../../../design/button";
import { Checkbox } from "../../../design/choice";
import { ConfirmAction } from "../../../design/confirm-action";
import { Field, Select } from "../../../design/field";
import { Banner, ErrorBox } from "../../../design/message";
import { Person } from "../../../design/person";
import { Skeleton, useSlow } from "../../../design/progress";
import { ROLE_NAMES } from "../../../design/role-names";
import { Table } from "../../../design/table";
import { showToast } from "../../../design/toast-store";
import { t } from "../../../i18n/t";
import "../../../i18n/team";
import styles from "./members-section.module.css";
import "../../../i18n/people";

/** Who is in the project. */
export function MembersSection({ projectId }: { readonly projectId: number }) {
  const { data, error, isLoading } = useQuery(projectPeopleOptions(projectId));
  const slow = useSlow(isLoading);
  const people = data?.results ?? [];
  const added = people.filter(({ implicit_member: implicit }) => !implicit).length;
  const isOpen = data !== undefined && added === 0;
  return (
    <div className={styles.section}>
      <p className={styles.lead}>{t("team.membersLead")}</p>
      {isOpen && <Banner>{t("team.openToAll")}</Banner>}
      {error !== null && <ErrorBox title={t("team.peopleFailed")} details={errorDetails(error)} />}
      {slow && <Skeleton height={120} />}
      {data !== undefined && (
        <>
          <AddMember projectId={projectId} people={people} />
          <Table>
            <thead>
              <tr>
                <th scope="col">{t("app.name")}</th>
                <th scope="col">{t("app.email")}</th>
                <th scope="col">{t("people.role")}</th>
                <th scope="col">{t("team.inProject")}</th>
              </tr>
            </thead>
            <tbody>
              {people.map((person) => (
                <MemberRow
                  key={person.id}
                  projectId={projectId}
                  person={person}
                  isOpen={isOpen}
                  isLast={added === 1 && !person.implicit_member}
                />
              ))}
            </tbody>
          </Table>
          {data.count > people.length && (
            <p className={styles.lead}>{t("team.morePeople", { count: data.count - people.length })}</p>
          )}
        </>
      )}
    </div>
  );
}

interface AddMemberProps {
  readonly projectId: number;
  readonly people: readonly ProjectPerson[];
}

/** Adds somebody of the organization who was not added yet. */
function AddMember({ projectId, people }: AddMemberProps) {
  const cache = useQueryClient();
  const { data: users = [] } = useQuery(usersOptions);
  const [chosen, setChosen] = useState("");
  const added = new Set(people.filter(({ implicit_member: implicit }) => !implicit).map(({ id }) => id));
  const others = users.filter(({ id }) => !added.has(id));
  const add = useMutation({
    mutationFn: (user: number) => addProjectMember(projectId, user),
    onSuccess: async () => {
      setChosen("");
      showToast("ok", t("team.added"));
      await cache.invalidateQueries({ queryKey: projectKeys.all });
    },
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate(Number(chosen));
  };
  return (
    <form className={styles.add} onSubmit={onSubmit}>
      <Field label={t("team.addPerson")}>
        {(wiring) => (
          <Select {...wiring} required value={chosen} onChange={(event) => setChosen(event.target.value)}>
            <option value="">{t("team.choosePerson")}</option>
            {others.map((user) => (
              <option key={user.id} value={user.id}>
                {displayName(user)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button type="submit" icon="plus" busy={add.isPending} disabled={chosen === ""}>
        {t("team.add")}
      </Button>
      {add.error !== null && <ErrorBox title={t("team.notAdded")} details={errorDetails(add.error)} />}
    </form>
  );
}

interface RemoveProps {
  readonly projectId: number;
  readonly person: ProjectPerson;
  /** Nobody else was added: without them the project is open to everybody. */
  readonly isLast: boolean;
}

interface MemberRowProps extends RemoveProps {
  /** Nobody was added to the project, so that everybody is in it. */
  readonly isOpen: boolean;
}

function MemberRow({ projectId, person, isOpen, isLast }: MemberRowProps) {
  const name = displayName(person);
  return (
    <tr>
      <td>
        <Person name={name} size="small" />
      </td>
      <td>{person.email}</td>
      <td>{t(ROLE_NAMES[person.project_role])}</td>
      <td>
        {person.implicit_member ? (
          <span className={styles.lead}>{t(isOpen ? "team.byOpenness" : "team.byRole")}</span>
        ) : (
          <RemoveButton projectId={projectId} person={person} isLast={isLast} name={name} />
        )}
      </td>
    </tr>
  );
}

function RemoveButton(props: RemoveProps & { readonly name: string }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        kind="dangerQuiet"
        size="small"
        aria-label={t("team.removeTitle", { name: props.name })}
        onClick={() => setAsking(true)}
      >
        {t("team.takeOut")}
      </Button>
      {asking && <RemoveDialog {...props} onClose={() => setAsking(false)} />}
    </>
  );
}

interface RemoveDialogProps extends RemoveProps {
  readonly name: string;
  readonly onClose: () => void;
}

function RemoveDialog({ projectId, person, isLast, name, onClose }: RemoveDialogProps) {
  const [opens, setOpens] = useState(false);
  const cache = useQueryClient();
  return (
    <ConfirmAction
      title={t("team.removeTitle", { name })}
      confirm={t(isLast ? "team.takeOutAndOpen" : "team.takeOut")}
      disabled={isLast && !opens}
      act={() => removeProjectMember(projectId, person.id)}
      failed={t("team.notRemoved")}
      onDone={() => {
        showToast("ok", t("team.removed", { name }));
        void cache.invalidateQueries({ queryKey: projectKeys.all });
      }}
      onClose={onClose}
    >
      <p>{t("team.removeWhat")}</p>
      {isLast && (
        <>
          <Banner kind="warn">{t("team.removeLast", { name })}</Banner>
          <Checkbox checked={opens} onChange={(event) => setOpens(event.target.checked)}>
            {t("team.removeLastSure")}
          </Checkbox>
        </>
      )}
    </ConfirmAction>
  );
}
