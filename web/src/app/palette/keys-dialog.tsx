import { Kbd } from "../../design/badges";
import { Dialog } from "../../design/dialog";
import type { CatalogueKey } from "../../i18n/catalogue";
import { t } from "../../i18n/t";
import "../../i18n/palette";
import styles from "./keys-dialog.module.css";
import { PALETTE_KEY } from "./palette-store";

type Row = readonly [key: string, label: CatalogueKey];

const SECTIONS: readonly { readonly title: CatalogueKey; readonly rows: readonly Row[] }[] = [
  {
    title: "palette.everywhere",
    rows: [
      [PALETTE_KEY, "palette.title"],
      ["Esc", "palette.keyClose"],
    ],
  },
  { title: "palette.projectsPage", rows: [["/", "palette.keyFind"]] },
  {
    title: "palette.dataPage",
    rows: [
      ["F", "palette.keyFilter"],
      ["↑ ↓", "palette.keyMove"],
      ["Space", "palette.keyPreview"],
      ["↵", "palette.keyOpen"],
    ],
  },
  { title: "palette.labelPage", rows: [["?", "palette.keyAll"]] },
];

/** The keys of the pages; the label and the review page tell their own. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title={t("palette.keys")} onClose={onClose}>
      {SECTIONS.map(({ title, rows }) => (
        <section key={title} className={styles.section}>
          <h3>{t(title)}</h3>
          <dl>
            {rows.map(([key, label]) => (
              <div key={label} className={styles.row}>
                <dt>{t(label)}</dt>
                <dd>
                  <Kbd>{key}</Kbd>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
