import { Button } from "../../../design/button";
import { CopyField } from "../../../design/copy-field";
import { Dialog } from "../../../design/dialog";
import { t } from "../../../i18n/t";
import styles from "../connections.module.css";

interface SecretDialogProps {
  readonly secret: string;
  readonly onClose: () => void;
}

/** Shows the key of a webhook's signatures, this once. */
export function SecretDialog({ secret, onClose }: SecretDialogProps) {
  return (
    <Dialog
      title={t("webhooks.secret")}
      onClose={onClose}
      footer={
        <Button kind="primary" onClick={onClose}>
          {t("webhooks.secretKept")}
        </Button>
      }
    >
      <div className={styles.form}>
        <p>{t("webhooks.secretText")}</p>
        <CopyField label={t("webhooks.secret")} value={secret} />
      </div>
    </Dialog>
  );
}
