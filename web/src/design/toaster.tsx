import { useStore } from "zustand";
import { t } from "../i18n/t";
import { Button, IconButton } from "./button";
import { Icon } from "./icon";
import { dismissToast, type ToastMessage, toastStore } from "./toast-store";
import styles from "./toaster.module.css";

function Toast({ message }: { readonly message: ToastMessage }) {
  const { id, kind, text, action } = message;
  const act = (): void => {
    dismissToast(id);
    action?.run();
  };
  return (
    <li className={styles.toast} data-kind={kind}>
      <Icon name={kind === "ok" ? "check" : "alert"} />
      <span className={styles.text}>{text}</span>
      {action !== undefined && (
        <Button size="small" onClick={act}>
          {action.label}
        </Button>
      )}
      <IconButton icon="close" label={t("app.dismiss")} onClick={() => dismissToast(id)} />
    </li>
  );
}

/** Once a page. A live region, present before the first message so that readers announce it. */
export function Toaster() {
  const messages = useStore(toastStore, (state) => state.messages);
  return (
    <section aria-label={t("app.messages")} aria-live="polite" className={styles.region}>
      <ul className={styles.list}>
        {messages.map((message) => (
          <Toast key={message.id} message={message} />
        ))}
      </ul>
    </section>
  );
}
