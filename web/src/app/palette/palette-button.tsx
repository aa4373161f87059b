import { Kbd } from "../../design/badges";
import { IconButton } from "../../design/button";
import { t } from "../../i18n/t";
import styles from "./palette-button.module.css";
import { PALETTE_KEY, showPalette } from "./palette-store";

/** Opens the palette; the word is left out where the bar has other things to say. */
export function PaletteButton({ isShort = false }: { readonly isShort?: boolean }) {
  return (
    <IconButton icon="search" label={t("app.searchOrDo")} onClick={() => showPalette("search")}>
      {!isShort && <span className={styles.word}>{t("app.search")}</span>}
      <span className={styles.key}>
        <Kbd>{PALETTE_KEY}</Kbd>
      </span>
    </IconButton>
  );
}
