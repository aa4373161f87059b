import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useStore } from "zustand";
import { sessionOptions } from "../api/queries";
import { displayName } from "../api/session";
import { Avatar } from "../design/badges";
import { IconButton } from "../design/button";
import { late } from "../design/late";
import { LateMenu } from "../design/late-menu";
import { Logo } from "../design/logo";
import { appearanceStore } from "../design/theme";
import { JobsButton } from "../features/jobs/jobs-button";
import { t } from "../i18n/t";
import { Breadcrumb } from "./breadcrumb";
import { PaletteButton } from "./palette/palette-button";
import styles from "./top-bar.module.css";

const THEME = late(async () => (await import("./theme-menu")).ThemeMenu);
const ACCOUNT = late(async () => (await import("./account-menu")).AccountMenu);

export function TopBar() {
  const { theme } = useStore(appearanceStore);
  return (
    <header className={styles.bar}>
      <Link to="/projects" aria-label={t("app.home")} className={styles.home}>
        <Logo />
      </Link>
      <Breadcrumb />
      <span className={styles.grow} />
      <JobsButton />
      <PaletteButton />
      <LateMenu
        menu={THEME}
        trigger={<IconButton icon={theme === "light" ? "sun" : "moon"} label={t("app.theme")} />}
      />
      <Account />
    </header>
  );
}

function Account() {
  const { data: session } = useQuery(sessionOptions);
  if (session?.user == null) return null;
  const name = displayName(session.user);
  return (
    <LateMenu
      menu={ACCOUNT}
      trigger={
        <button type="button" className={styles.account} aria-label={t("app.accountMenu", { name })}>
          <Avatar name={name} />
        </button>
      }
    />
  );
}
