/** Where unsent work of the signed-in person is kept, for the time the page is open. */

import { useEffect, useState } from "react";
import { showToast } from "../../design/toast-store";
import { t } from "../../i18n/t";
import { type LabelDatabase, openLabelDatabase } from "./database";

export type BrowserStorage =
  | { readonly kind: "opening" }
  | { readonly kind: "open"; readonly database: LabelDatabase | null };

/** The browser's database of this user; null where the browser keeps none. */
export function useDatabase(userId: number | undefined): BrowserStorage {
  const [storage, setStorage] = useState<BrowserStorage>({ kind: "opening" });
  useEffect(() => {
    if (userId === undefined) return;
    let opened: LabelDatabase | null = null;
    let left = false;
    openLabelDatabase(userId).then(
      (database) => {
        opened = database;
        if (left) database.close();
        else setStorage({ kind: "open", database });
      },
      () => {
        if (left) return;
        showToast("error", t("labeling.noDatabase"));
        setStorage({ kind: "open", database: null });
      },
    );
    return () => {
      left = true;
      opened?.close();
    };
  }, [userId]);
  return storage;
}
