import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { errorDetails } from "../../api/api-error";
import { sessionOptions } from "../../api/queries";
import { isSignedIn, may, type SignedIn } from "../../api/session";
import { buttonClass } from "../../design/button";
import { Icon } from "../../design/icon";
import { ErrorBox } from "../../design/message";
import { Skeleton, useSlow } from "../../design/progress";
import { Table } from "../../design/table";
import { useMayOpen } from "../../design/use-may-open";
import { usePageTitle } from "../../design/use-page-title";
import { VisuallyHidden } from "../../design/visually-hidden";
import { t } from "../../i18n/t";
import { InviteCard } from "./invite-card";
import { ListHead, Pages } from "./list-page";
import list from "./list-page.module.css";
import { MemberRow } from "./member-row";
import styles from "./members.module.css";
import { MEMBERS_PAGE_SIZE, memberPageOptions } from "./queries";
import "../../i18n/people";

const ActivityPage = lazy(async () => ({ default: (await import("./activity/activity-page")).ActivityPage }));

/** Comes through this page's module, so that the start of the application knows of one page only. */
export function ActivityRoute() {
  return (
    <Suspense fallback={<Skeleton height={280} />}>
      <ActivityPage />
    </Suspense>
  );
}

export function MembersPage() {
  usePageTitle(t("page.people"));
  const { data: session } = useQuery(sessionOptions);
  if (session === undefined || !isSignedIn(session)) return null;
  return <Members session={session} />;
}

function Members({ session }: { readonly session: SignedIn }) {
  const [page, setPage] = useState(1);
  const mayOpen = useMayOpen();
  const members = useQuery(memberPageOptions(session.organization.id, page));
  const count = members.data?.count ?? 0;
  const slow = useSlow(members.isPending);
  return (
    <div className={list.page}>
      <ListHead title={t("page.people")} count={count} hint={session.organization.title}>
        {mayOpen("/people/activity") && (
          <Link to="/people/activity" className={buttonClass({})}>
            <Icon name="rows" />
            {t("page.activity")}
          </Link>
        )}
      </ListHead>
      {may(session, "members.invite") && <InviteCard mayRotate={session.role === "OW"} />}
      {members.error !== null && <ErrorBox title={t("people.membersFailed")} details={errorDetails(members.error)} />}
      {slow && <Skeleton height={120} />}
      {members.data !== undefined && (
        <div className={list.frame}>
          <Table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t("app.name")}</th>
                <th scope="col">{t("app.email")}</th>
                <th scope="col">{t("people.role")}</th>
                <th scope="col">{t("people.lastSeen")}</th>
                {session.role === "OW" && (
                  <th scope="col">
                    <VisuallyHidden>{t("people.remove")}</VisuallyHidden>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {members.data.results.map((member) => (
                <MemberRow key={member.user.id} member={member} session={session} />
              ))}
            </tbody>
          </Table>
        </div>
      )}
      <Pages page={page} count={count} size={MEMBERS_PAGE_SIZE} onPage={setPage} />
    </div>
  );
}
