import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorDetails } from "../../api/api-error";
import { type Member, removeMember, setRole } from "../../api/people";
import { displayName, type Role, type SignedIn } from "../../api/session";
import { Button } from "../../design/button";
import { ConfirmAction } from "../../design/confirm-action";
import { Select } from "../../design/field";
import { Person } from "../../design/person";
import { showToast } from "../../design/toast-store";
import { formatAgo, formatExact } from "../../i18n/dates";
import { t } from "../../i18n/t";
import styles from "./members.module.css";
import { memberKeys } from "./queries";
import { givable, ROLES } from "./roles";

interface MemberRowProps {
  readonly member: Member;
  readonly session: SignedIn;
}

export function MemberRow({ member, session }: MemberRowProps) {
  const { user } = member;
  const name = displayName(user);
  const isMe = user.id === session.user.id;
  return (
    <tr>
      <td>
        <Person name={name}>{isMe && <span className={styles.hint}>{t("people.you")}</span>}</Person>
      </td>
      <td>{user.email}</td>
      <td>
        <RoleCell member={member} session={session} />
      </td>
      <td title={user.last_activity === null ? undefined : formatExact(user.last_activity)}>
        {user.last_activity === null ? t("people.never") : formatAgo(user.last_activity)}
      </td>
      {session.role === "OW" && <td>{!isMe && <RemoveButton member={member} name={name} />}</td>}
    </tr>
  );
}

function RoleCell({ member, session }: MemberRowProps) {
  const cache = useQueryClient();
  const name = displayName(member.user);
  const change = useMutation({
    mutationFn: (role: Role) => setRole(member.organization, member.user.id, role),
    onSuccess: async (_, given) => {
      const role = ROLES.find((one) => one.role === given);
      showToast("ok", t("people.roleChanged", { name, role: role === undefined ? given : t(role.name) }));
      await cache.invalidateQueries({ queryKey: memberKeys.all });
    },
    onError: (error) => showToast("error", t("people.roleNotChanged", { name, reason: errorDetails(error) })),
  });
  const allowed = givable(session.role, member.role);
  const current = ROLES.find(({ role }) => role === member.role);
  if (allowed.length === 0 || member.user.id === session.user.id) {
    return <span title={current && t(current.hint)}>{current === undefined ? member.role : t(current.name)}</span>;
  }
  return (
    <Select
      size="small"
      className={styles.role}
      aria-label={t("people.roleOf", { name })}
      disabled={change.isPending}
      value={change.isPending ? change.variables : member.role}
      onChange={(event) => {
        const chosen = allowed.find((role) => role === event.target.value);
        if (chosen !== undefined) change.mutate(chosen);
      }}
    >
      {ROLES.filter(({ role }) => allowed.includes(role)).map((one) => (
        <option key={one.role} value={one.role}>
          {t(one.name)}
        </option>
      ))}
    </Select>
  );
}

function RemoveButton({ member, name }: { readonly member: Member; readonly name: string }) {
  const [asking, setAsking] = useState(false);
  const cache = useQueryClient();
  return (
    <>
      <Button
        kind="dangerQuiet"
        size="small"
        aria-label={t("people.removeTitle", { name })}
        onClick={() => setAsking(true)}
      >
        {t("people.remove")}
      </Button>
      {asking && (
        <ConfirmAction
          title={t("people.removeTitle", { name })}
          confirm={t("people.remove")}
          act={() => removeMember(member.organization, member.user.id)}
          failed={t("people.notRemoved")}
          onDone={() => {
            showToast("ok", t("people.removed", { name }));
            void cache.invalidateQueries({ queryKey: memberKeys.all });
          }}
          onClose={() => setAsking(false)}
        >
          <p>{t("people.removeWhat")}</p>
        </ConfirmAction>
      )}
    </>
  );
}
