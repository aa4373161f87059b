import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { errorDetails } from "../../api/api-error";
import { sessionOptions } from "../../api/queries";
import { isSignedIn, may, type SignedIn } from "../../api/session";
import { Count } from "../../design/badges";
import { Button, buttonClass } from "../../design/button";
import { Icon } from "../../design/icon";
import { ErrorBox } from "../../design/message";
import { Skeleton, useSlow } from "../../design/progress";
import { Table } from "../../design/table";
import { useMayOpen } from "../../design/use-may-open";
import { usePageTitle } from "../../design/use-page-title";
import { VisuallyHidden } from "../../design/visually-hidden";
import { formatNumber, t } from "../../i18n/t";
import { InviteCard } from "./invite-card";
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
  const last = Math.max(1, Math.ceil(count / MEMBERS_PAGE_SIZE));
  const slow = useSlow(members.isPending);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t("page.people")}</h1>
        {count > 0 && <Count>{formatNumber(count)}</Count>}
        <span className={styles.hint}>{session.organization.title}</span>
        {mayOpen("/people/activity") && (
          <Link to="/people/activity" className={buttonClass({}, styles.end)}>
            <Icon name="rows" />
            {t("page.activity")}
          </Link>
        )}
      </div>
      {may(session, "members.invite") && <InviteCard mayRotate={session.role === "OW"} />}
      {members.error !== null && <ErrorBox title={t("people.membersFailed")} details={errorDetails(members.error)} />}
      {slow && <Skeleton height={120} />}
      {members.data !== undefined && (
        <div className={styles.frame}>
          <Table>
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
      {last > 1 && (
        <div className={styles.pages}>
          <Button size="small" disabled={page === 1} onClick={() => setPage(page - 1)}>
            {t("people.previousPage")}
          </Button>
          <span className={styles.hint}>{t("people.pageOf", { page, last })}</span>
          <Button size="small" disabled={page >= last} onClick={() => setPage(page + 1)}>
            {t("people.nextPage")}
          </Button>
        </div>
      )}
    </div>
  );
}
