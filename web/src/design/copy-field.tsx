import { t } from "../i18n/t";
import { Button } from "./button";
import styles from "./copy-field.module.css";
import { Input } from "./field";
import { showToast } from "./toast-store";

interface CopyFieldProps {
  readonly label: string;
  readonly value: string;
}

/** A value to take along: selected as a whole, copied by one press. */
export function CopyField({ label, value }: CopyFieldProps) {
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      showToast("ok", t("app.copied"));
    } catch {
      // The clipboard needs a secure origin and a permission; the field itself can still be selected.
      showToast("error", t("app.copyRefused"));
    }
  };
  return (
    <div className={styles.row}>
      <Input
        className={styles.value}
        readOnly
        aria-label={label}
        value={value}
        onFocus={(event) => event.target.select()}
      />
      <Button icon="copy" onClick={() => void copy()}>
        {t("app.copy")}
      </Button>
    </div>
  );
}
