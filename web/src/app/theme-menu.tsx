import { useStore } from "zustand";
import type { LateMenuProps } from "../design/late-menu";
import { Menu, MenuRadioGroup, MenuSeparator } from "../design/menu";
import { appearanceStore, type Contrast, setAppearance, type Theme } from "../design/theme";
import { t } from "../i18n/t";

/** Light or dark, and how much contrast. */
export function ThemeMenu({ trigger, opens }: LateMenuProps) {
  const { theme, contrast } = useStore(appearanceStore);
  return (
    <Menu opens={opens} trigger={trigger}>
      <MenuRadioGroup<Theme>
        label={t("app.theme")}
        value={theme}
        options={[
          { value: "system", label: t("app.themeSystem"), icon: "system" },
          { value: "light", label: t("app.themeLight"), icon: "sun" },
          { value: "dark", label: t("app.themeDark"), icon: "moon" },
        ]}
        onChange={(value) => setAppearance({ theme: value })}
      />
      <MenuSeparator />
      <MenuRadioGroup<Contrast>
        label={t("app.contrast")}
        value={contrast}
        options={[
          { value: "system", label: t("app.contrastSystem"), icon: "system" },
          { value: "normal", label: t("app.contrastNormal"), icon: "circle" },
          { value: "more", label: t("app.contrastMore"), icon: "contrast" },
        ]}
        onChange={(value) => setAppearance({ contrast: value })}
      />
    </Menu>
  );
}
