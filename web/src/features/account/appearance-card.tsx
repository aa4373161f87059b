import { useStore } from "zustand";
import { Segmented } from "../../design/segmented";
import { appearanceStore, type Contrast, type Density, setAppearance, type Theme } from "../../design/theme";
import { t } from "../../i18n/t";
import styles from "./account.module.css";

/** How the pages look in this browser. */
export function AppearanceCard() {
  const { theme, contrast, density } = useStore(appearanceStore);
  return (
    <section className={styles.card} aria-labelledby="appearance-heading">
      <h2 id="appearance-heading">{t("people.appearance")}</h2>
      <div className={styles.choices}>
        <span>{t("app.theme")}</span>
        <Segmented<Theme>
          label={t("app.theme")}
          value={theme}
          onChange={(value) => setAppearance({ theme: value })}
          segments={[
            { value: "system", label: t("app.themeSystem") },
            { value: "light", label: t("app.themeLight") },
            { value: "dark", label: t("app.themeDark") },
          ]}
        />
        <span>{t("app.contrast")}</span>
        <Segmented<Contrast>
          label={t("app.contrast")}
          value={contrast}
          onChange={(value) => setAppearance({ contrast: value })}
          segments={[
            { value: "system", label: t("app.contrastSystem") },
            { value: "normal", label: t("app.contrastNormal") },
            { value: "more", label: t("app.contrastMore") },
          ]}
        />
        <span>{t("app.density")}</span>
        <Segmented<Density>
          label={t("app.density")}
          value={density}
          onChange={(value) => setAppearance({ density: value })}
          segments={[
            { value: "comfortable", label: t("app.densityComfortable") },
            { value: "compact", label: t("app.densityCompact") },
          ]}
        />
      </div>
      <p className={styles.hint}>{t("people.appearanceHint")}</p>
    </section>
  );
}
