import type { ComponentPropsWithRef } from "react";
import { classNames } from "./class-names";
import styles from "./table.module.css";

/** A table of our looks; rows and cells are plain `tr`, `th` and `td`. */
export function Table({ className, ...rest }: ComponentPropsWithRef<"table">) {
  return <table {...rest} className={classNames(styles.table, className)} />;
}

/** The class for cells with numbers. */
export const numberCell = styles.number;
