import { Button, IconButton } from "../../design/button";
import { Select } from "../../design/field";
import { Popover } from "../../design/popover";
import { t } from "../../i18n/t";
import type { TableColumn } from "./columns";
import { directionOf, orderName, parseOrder } from "./ordering";
import styles from "./popovers.module.css";

interface SortPopoverProps {
  readonly order: readonly string[];
  readonly columns: readonly TableColumn[];
  readonly onChange: (order: readonly string[]) => void;
}

/** The columns to sort by, the first of them first. */
export function SortPopover({ order, columns, onChange }: SortPopoverProps) {
  const first = order[0];
  const titleOf = (name: string): string => {
    const { column } = parseOrder(name);
    return columns.find(({ id }) => id === column)?.title ?? column;
  };
  const used = new Set(order.map((name) => parseOrder(name).column));
  return (
    <Popover
      label={t("data.sort")}
      align="end"
      trigger={
        <Button kind="ghost" icon="sort">
          {first === undefined ? t("data.sort") : titleOf(first)}
          {order.length > 1 && <span className={styles.quiet}>+{order.length - 1}</span>}
        </Button>
      }
    >
      <div className={styles.panel}>
        {order.map((name, index) => {
          const { column, descending } = parseOrder(name);
          return (
            <div key={column} className={styles.line}>
              <span className={styles.name}>{titleOf(name)}</span>
              <Button
                kind="ghost"
                size="small"
                icon={descending ? "arrowDown" : "arrowUp"}
                onClick={() => onChange(order.with(index, orderName(column, !descending)))}
              >
                {directionOf(descending)}
              </Button>
              <IconButton
                icon="chevronUp"
                label={t("data.sortEarlier")}
                disabled={index === 0}
                onClick={() => onChange(moved(order, index))}
              />
              <IconButton
                icon="close"
                label={t("data.sortRemove")}
                onClick={() => onChange(order.filter((other) => other !== name))}
              />
            </div>
          );
        })}
        <Select
          size="small"
          aria-label={t("data.sortAdd")}
          value=""
          onChange={({ target }) => onChange([...order, orderName(target.value, false)])}
        >
          <option value="" disabled>
            {t("data.sortAdd")}
          </option>
          {columns
            .filter(({ id }) => !used.has(id))
            .map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
        </Select>
      </div>
    </Popover>
  );
}

/** The entry a place further to the front. */
function moved(order: readonly string[], index: number): readonly string[] {
  const entry = order[index];
  if (entry === undefined) return order;
  const rest = order.filter((_, at) => at !== index);
  return [...rest.slice(0, index - 1), entry, ...rest.slice(index - 1)];
}
