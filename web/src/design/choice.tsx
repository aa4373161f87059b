import type { ComponentPropsWithRef, ReactNode } from "react";
import styles from "./choice.module.css";
import { classNames } from "./class-names";

interface ChoiceProps extends Omit<ComponentPropsWithRef<"input">, "type"> {
  /** Words beside the control; without them give `aria-label`. */
  readonly children?: ReactNode;
}

function labelled(control: ReactNode, children: ReactNode, className: string | undefined): ReactNode {
  if (children === undefined) return control;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is handed in
    <label className={classNames(styles.choice, className)}>
      {control}
      <span>{children}</span>
    </label>
  );
}

export function Checkbox({ children, className, ...rest }: ChoiceProps) {
  return labelled(<input {...rest} type="checkbox" className={styles.box} />, children, className);
}

export function Radio({ children, className, ...rest }: ChoiceProps) {
  return labelled(
    <input {...rest} type="radio" className={classNames(styles.box, styles.radio)} />,
    children,
    className,
  );
}

/** On or off, at once; a choice that waits for a Save button is a checkbox. */
export function Switch({ children, className, ...rest }: ChoiceProps) {
  // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox tells its own state
  const control = <input {...rest} type="checkbox" role="switch" className={styles.switch} />;
  return labelled(control, children, className);
}
