import type { ReactNode } from "react";
import { t } from "../i18n/t";
import { Button } from "./button";
import { Icon } from "./icon";
import type { IconName } from "./icon-paths";
import styles from "./message.module.css";
import { showToast } from "./toast-store";

interface BannerProps {
  readonly kind?: "info" | "warn";
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** What stays true while the page is open. */
export function Banner({ kind = "info", action, children }: BannerProps) {
  return (
    <div className={styles.banner} data-kind={kind} role="status">
      <Icon name={kind === "info" ? "info" : "alert"} />
      <div className={styles.grow}>{children}</div>
      {action}
    </div>
  );
}

interface ErrorBoxProps {
  /** What failed. */
  readonly title: string;
  /** The other side's own words, shown as they are and offered for copying. */
  readonly details?: string | undefined;
  /** What to do about it. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

async function copyDetails(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast("ok", t("app.copied"));
  } catch {
    // The clipboard needs a secure origin and a permission; say so instead of pretending.
    showToast("error", t("app.copyRefused"));
  }
}

/** Stands where the thing would be; the rest of the page keeps working. */
export function ErrorBox({ title, details, children, actions }: ErrorBoxProps) {
  return (
    <div className={styles.error} role="alert">
      <Icon name="alert" />
      <p className={styles.strong}>{title}</p>
      {details !== undefined && details !== "" && <pre className={styles.details}>{details}</pre>}
      {children !== undefined && <div>{children}</div>}
      {(actions !== undefined || details !== undefined) && (
        <div className={styles.actions}>
          {actions}
          {details !== undefined && (
            <Button kind="ghost" size="small" icon="copy" onClick={() => void copyDetails(`${title}\n${details}`)}>
              {t("app.copyDetails")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

interface EmptyProps {
  readonly icon?: IconName;
  /** One sentence that says what to do. */
  readonly children: ReactNode;
  /** One primary action. */
  readonly action?: ReactNode;
}

export function Empty({ icon, children, action }: EmptyProps) {
  return (
    <div className={styles.empty}>
      {icon !== undefined && <Icon name={icon} />}
      <p>{children}</p>
      {action}
    </div>
  );
}
