import { type ComponentPropsWithRef, type ReactNode, useId } from "react";
import { classNames } from "./class-names";
import styles from "./field.module.css";
import { Icon } from "./icon";

/** What a control inside a field needs to be tied to its label, hint and error. */
export interface FieldWiring {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
}

interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** Why the value was refused, one line each: from the form itself or from the server. */
  readonly errors?: readonly string[] | undefined;
  /** Stands at the end of the label's line. */
  readonly aside?: ReactNode;
  readonly children: (wiring: FieldWiring) => ReactNode;
}

/** A labelled control with its hint and its errors. */
export function Field({ label, hint, errors = [], aside, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const described = classNames(hint !== undefined && hintId, errors.length > 0 && errorId);
  return (
    <div className={styles.field}>
      <div className={styles.head}>
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
        {aside}
      </div>
      {children({
        id,
        "aria-describedby": described === "" ? undefined : described,
        "aria-invalid": errors.length > 0 ? true : undefined,
      })}
      {hint !== undefined && (
        <p id={hintId} className={styles.hint}>
          {hint}
        </p>
      )}
      {errors.length > 0 && (
        <div id={errorId} className={styles.errors} aria-live="polite">
          {errors.map((error) => (
            <p key={error} className={styles.error}>
              <Icon name="alert" />
              {error}
            </p>
          ))}
        </div>
      )}
    </div>
  );
}

type InputProps = Omit<ComponentPropsWithRef<"input">, "size"> & { readonly size?: "normal" | "small" };

export function Input({ className, type, size = "normal", ...rest }: InputProps) {
  return (
    <input
      {...rest}
      type={type ?? "text"}
      className={classNames(styles.input, size === "small" && styles.small, className)}
    />
  );
}

export function Textarea({ className, rows, ...rest }: ComponentPropsWithRef<"textarea">) {
  return <textarea {...rest} rows={rows ?? 3} className={classNames(styles.input, styles.textarea, className)} />;
}

interface SearchInputProps extends InputProps {
  /** The key that leads here, shown at the end. */
  readonly keyHint?: ReactNode;
}

export function SearchInput({ className, keyHint, ...rest }: SearchInputProps) {
  return (
    <div className={classNames(styles.search, className)}>
      <Icon name="search" />
      <Input {...rest} type="search" />
      {keyHint}
    </div>
  );
}

interface SelectProps extends Omit<ComponentPropsWithRef<"select">, "size"> {
  readonly size?: "normal" | "small";
}

/** The platform's own select: keyboard, touch and screen readers work as everywhere. */
export function Select({ className, size = "normal", children, ...rest }: SelectProps) {
  return (
    <div className={classNames(styles.select, className)}>
      <select {...rest} className={classNames(styles.input, size === "small" && styles.small)}>
        {children}
      </select>
      <Icon name="chevronDown" />
    </div>
  );
}
