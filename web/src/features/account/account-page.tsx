import { useQuery } from "@tanstack/react-query";
import { sessionOptions } from "../../api/queries";
import { isSignedIn } from "../../api/session";
import { usePageTitle } from "../../design/use-page-title";
import { t } from "../../i18n/t";
import styles from "./account.module.css";
import { AppearanceCard } from "./appearance-card";
import { LegacyTokenCard } from "./legacy-token-card";
import { PersonalTokensCard } from "./personal-tokens-card";
import { ProfileCard } from "./profile-card";
import "../../i18n/people";

export function AccountPage() {
  usePageTitle(t("page.account"));
  const { data: session } = useQuery(sessionOptions);
  return (
    <div className={styles.page}>
      <h1>{t("page.account")}</h1>
      {session !== undefined && isSignedIn(session) && <ProfileCard session={session} />}
      <AppearanceCard />
      <PersonalTokensCard />
      <LegacyTokenCard />
    </div>
  );
}
