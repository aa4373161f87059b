import { Icon } from "./icon";
import styles from "./spinner.module.css";

/** Turns while work is under way; the words beside it say which. */
export function Spinner() {
  return <Icon name="spinner" className={styles.spinner} />;
}
