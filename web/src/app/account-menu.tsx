import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { errorDetails } from "../api/api-error";
import { sessionOptions } from "../api/queries";
import { displayName, isSignedIn, signOut } from "../api/session";
import type { LateMenuProps } from "../design/late-menu";
import { Menu, MenuHeading, MenuItem, MenuSeparator } from "../design/menu";
import { showToast } from "../design/toast-store";
import { useMayOpen } from "../design/use-may-open";
import { t } from "../i18n/t";

/** Who is signed in, and the pages that are theirs. */
export function AccountMenu({ trigger, opens }: LateMenuProps) {
  const { data: session } = useQuery(sessionOptions);
  const navigate = useNavigate();
  const mayOpen = useMayOpen();
  const leave = useMutation({
    mutationFn: signOut,
    // A page load, so that nothing of this person stays in the memory of the page.
    onSuccess: () => window.location.assign("/user/login"),
    onError: (error) => showToast("error", t("app.signOutFailed", { reason: errorDetails(error) })),
  });
  if (session === undefined || !isSignedIn(session)) return null;
  const name = displayName(session.user);
  return (
    <Menu opens={opens} trigger={trigger}>
      <MenuHeading>
        {name} · {session.organization.title}
      </MenuHeading>
      <MenuItem icon="user" onSelect={() => void navigate({ to: "/user/account" })}>
        {t("page.account")}
      </MenuItem>
      <MenuItem icon="people" onSelect={() => void navigate({ to: "/people" })}>
        {t("page.people")}
      </MenuItem>
      {mayOpen("/organization/webhooks") && (
        <MenuItem icon="webhook" onSelect={() => void navigate({ to: "/organization/webhooks" })}>
          {t("page.webhooks")}
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem icon="signOut" onSelect={() => leave.mutate()}>
        {t("app.signOut")}
      </MenuItem>
    </Menu>
  );
}
