import { useStore } from "zustand";
import { IconButton } from "../../design/button";
import { appearanceStore, setAppearance } from "../../design/theme";
import { t } from "../../i18n/t";

/** Light or dark, by one press; the system's choice is in the theme menu of the other pages. */
export function ThemeToggle() {
  const { theme } = useStore(appearanceStore);
  const isDark = theme === "dark" || (theme === "system" && document.documentElement.dataset["theme"] === "dark");
  return (
    <IconButton
      icon={isDark ? "sun" : "moon"}
      label={t(isDark ? "labeling.light" : "labeling.dark")}
      onClick={() => setAppearance({ theme: isDark ? "light" : "dark" })}
    />
  );
}
