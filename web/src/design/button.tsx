import type { ComponentPropsWithRef, ReactNode } from "react";
import styles from "./button.module.css";
import { classNames } from "./class-names";
import { Icon } from "./icon";
import type { IconName } from "./icon-paths";
import { Spinner } from "./spinner";

export type ButtonKind = "secondary" | "primary" | "ghost" | "danger" | "dangerQuiet";

interface LookProps {
  readonly kind?: ButtonKind;
  readonly size?: "normal" | "small";
  readonly icon?: IconName | undefined;
}

interface ButtonProps extends ComponentPropsWithRef<"button">, LookProps {
  /** Work is under way: the button keeps its place and refuses a second press. */
  readonly busy?: boolean;
}

/** The class of a button, for links that look like one. */
export function buttonClass({ kind = "secondary", size = "normal" }: LookProps, extra?: string): string {
  return classNames(styles.button, styles[kind], size === "small" && styles.small, extra);
}

export function Button({ kind, size, icon, busy = false, disabled, className, children, type, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type ?? "button"}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      className={buttonClass({ ...(kind && { kind }), ...(size && { size }) }, className)}
    >
      {busy ? <Spinner /> : icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentPropsWithRef<"button">, "children" | "aria-label"> {
  readonly icon: IconName;
  /** What the button does; read aloud and shown as its title. */
  readonly label: string;
  readonly kind?: ButtonKind;
  readonly size?: "normal" | "small";
  readonly pressed?: boolean;
  readonly children?: ReactNode;
}

export function IconButton({
  icon,
  label,
  kind = "ghost",
  size = "small",
  pressed,
  className,
  type,
  children,
  ...rest
}: IconButtonProps) {
  return (
    <button
      title={label}
      {...rest}
      type={type ?? "button"}
      aria-label={label}
      aria-pressed={pressed}
      className={buttonClass({ kind, size }, classNames(children === undefined && styles.icon, className))}
    >
      <Icon name={icon} />
      {children}
    </button>
  );
}

/** Buttons that belong together, without a gap to aim at. */
export function ButtonGroup({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <fieldset aria-label={label} className={styles.group}>
      {children}
    </fieldset>
  );
}
