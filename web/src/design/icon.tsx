import styles from "./icon.module.css";
import { ICONS, type IconName } from "./icon-paths";

interface IconProps {
  readonly name: IconName;
  readonly className?: string | undefined;
}

/** A decoration beside words; what has no words beside it gets its name from the button around it. */
export function Icon({ name, className }: IconProps) {
  return (
    <svg
      className={className === undefined ? styles.icon : `${styles.icon} ${className}`}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      {ICONS[name]}
    </svg>
  );
}
