import { DropdownMenu } from "radix-ui";
import { type FocusEvent, type ReactElement, type ReactNode, useRef } from "react";
import { classNames } from "./class-names";
import styles from "./floating.module.css";
import { Icon } from "./icon";
import type { IconName } from "./icon-paths";

/** How a menu was asked for that stands open from the start; by keys its first item has the focus. */
export type Opening = "by keys" | "by pointer";

interface MenuProps {
  /** The button that opens the menu. */
  readonly trigger: ReactElement;
  readonly align?: "start" | "center" | "end";
  readonly opens?: Opening;
  readonly children: ReactNode;
}

/** Actions behind a button. Not modal: a modal one would lock scrolling through an injected style element. */
export function Menu({ trigger, align = "end", opens, children }: MenuProps) {
  const entersFirst = useRef(opens === "by keys");
  const onFocus = (event: FocusEvent<HTMLDivElement>): void => {
    if (!entersFirst.current || event.target !== event.currentTarget) return;
    entersFirst.current = false;
    event.currentTarget.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
  };
  return (
    <DropdownMenu.Root modal={false} defaultOpen={opens !== undefined}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={styles.menu}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          onFocus={onFocus}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  readonly icon?: IconName;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly onSelect: () => void;
  /** Key or state at the end of the row. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function MenuItem({ icon, danger = false, disabled = false, onSelect, aside, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item
      className={classNames(styles.item, danger && styles.danger)}
      disabled={disabled}
      onSelect={onSelect}
    >
      {icon !== undefined && <Icon name={icon} />}
      <span className={styles.grow}>{children}</span>
      {aside}
    </DropdownMenu.Item>
  );
}

interface MenuRadioGroupProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly icon?: IconName }[];
  readonly onChange: (value: Value) => void;
}

/** One of several, inside a menu. */
export function MenuRadioGroup<Value extends string>({ label, value, options, onChange }: MenuRadioGroupProps<Value>) {
  return (
    <DropdownMenu.Group>
      <DropdownMenu.Label className={styles.heading}>{label}</DropdownMenu.Label>
      <DropdownMenu.RadioGroup value={value}>
        {options.map((option) => (
          <DropdownMenu.RadioItem
            key={option.value}
            value={option.value}
            className={styles.item}
            onSelect={() => onChange(option.value)}
          >
            {option.icon !== undefined && <Icon name={option.icon} />}
            <span className={styles.grow}>{option.label}</span>
            <DropdownMenu.ItemIndicator>
              <Icon name="check" />
            </DropdownMenu.ItemIndicator>
          </DropdownMenu.RadioItem>
        ))}
      </DropdownMenu.RadioGroup>
    </DropdownMenu.Group>
  );
}

export function MenuHeading({ children }: { readonly children: ReactNode }) {
  return <DropdownMenu.Label className={styles.heading}>{children}</DropdownMenu.Label>;
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className={styles.separator} />;
}
