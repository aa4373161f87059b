import { Button, IconButton } from "../../design/button";
import { Checkbox } from "../../design/choice";
import { Popover } from "../../design/popover";
import { t } from "../../i18n/t";
import type { TableColumn } from "./columns";
import styles from "./popovers.module.css";

interface ColumnsPopoverProps {
  readonly all: readonly TableColumn[];
  readonly shown: readonly TableColumn[];
  readonly pinned: readonly string[];
  readonly onShown: (columns: readonly string[]) => void;
  readonly onPinned: (columns: readonly string[]) => void;
  readonly onReset: () => void;
}

/** Which columns are shown, and which stay while the others scroll. */
export function ColumnsPopover({ all, shown, pinned, onShown, onPinned, onReset }: ColumnsPopoverProps) {
  const ids = new Set(shown.map(({ id }) => id));
  const show = (column: string, on: boolean): void =>
    onShown(
      all
        .filter(({ id }) => (id === column ? on : ids.has(id)))
        .map(({ id }) => id)
        .sort((one, other) => place(shown, one) - place(shown, other)),
    );
  const pin = (column: string): void =>
    onPinned(pinned.includes(column) ? pinned.filter((id) => id !== column) : [...pinned, column]);
  return (
    <Popover
      label={t("data.columns")}
      align="end"
      trigger={
        <Button kind="ghost" icon="columns">
          {t("data.columns")}
        </Button>
      }
    >
      <div className={styles.list}>
        {all.map(({ id, title }) => (
          <div key={id} className={styles.line}>
            <Checkbox
              className={styles.name}
              checked={ids.has(id)}
              disabled={ids.has(id) && ids.size === 1}
              onChange={({ target }) => show(id, target.checked)}
            >
              {title}
            </Checkbox>
            <IconButton
              icon="pin"
              label={t("data.pin", { column: title })}
              pressed={pinned.includes(id)}
              disabled={!ids.has(id)}
              onClick={() => pin(id)}
            />
          </div>
        ))}
      </div>
      <Button kind="ghost" size="small" onClick={onReset}>
        {t("data.usualColumns")}
      </Button>
    </Popover>
  );
}

/** Shown columns keep their order; new ones come last. */
function place(shown: readonly TableColumn[], id: string): number {
  const at = shown.findIndex((column) => column.id === id);
  return at === -1 ? shown.length : at;
}
