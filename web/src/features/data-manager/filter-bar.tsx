import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import type { FilterCondition, FilterGroup, FilterItem } from "../../api/views";
import { Kbd } from "../../design/badges";
import { Button, IconButton } from "../../design/button";
import { Popover } from "../../design/popover";
import { t } from "../../i18n/t";
import type { TableColumn } from "./columns";
import { ConditionEditor } from "./condition-editor";
import styles from "./filters.module.css";
import { columnOf, flagText, isGroup, operatorName, valueText } from "./operators";
import type { Person } from "./value-entry";

interface FilterBarProps {
  readonly filters: FilterGroup;
  readonly columns: readonly TableColumn[];
  readonly people: readonly Person[];
  /** Inside a group: the key F is the page's. */
  readonly nested?: boolean;
  readonly onChange: (filters: FilterGroup) => void;
}

const without = (items: readonly FilterItem[], at: number): readonly FilterItem[] =>
  items.filter((_, index) => index !== at);

const replaced = (items: readonly FilterItem[], at: number, item: FilterItem): readonly FilterItem[] =>
  items.map((before, index) => (index === at ? item : before));

/** A filter as chips: each condition one, each nested group one; F adds another. */
export function FilterBar({ filters, columns, people, nested = false, onChange }: FilterBarProps) {
  const change = (items: readonly FilterItem[]): void => onChange({ ...filters, items });
  return (
    <>
      {filters.items.length > 1 && (
        <Conjunction value={filters.conjunction} onChange={(conjunction) => onChange({ ...filters, conjunction })} />
      )}
      {filters.items.map((item, index) => (
        <ItemChip
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
          key={index}
          item={item}
          columns={columns}
          people={people}
          onChange={(next) => change(replaced(filters.items, index, next))}
          onRemove={() => change(without(filters.items, index))}
        />
      ))}
      <AddFilter columns={columns} people={people} nested={nested} onAdd={(item) => change([...filters.items, item])} />
    </>
  );
}

interface ConjunctionProps {
  readonly value: FilterGroup["conjunction"];
  readonly onChange: (value: FilterGroup["conjunction"]) => void;
}

function Conjunction({ value, onChange }: ConjunctionProps) {
  return (
    <Button
      kind="ghost"
      size="small"
      aria-label={t(value === "and" ? "data.allHold" : "data.anyHolds")}
      title={t("data.switchConjunction")}
      onClick={() => onChange(value === "and" ? "or" : "and")}
    >
      {t(value === "and" ? "data.all" : "data.any")}
    </Button>
  );
}

interface ItemChipProps {
  readonly item: FilterItem;
  readonly columns: readonly TableColumn[];
  readonly people: readonly Person[];
  readonly onChange: (item: FilterItem) => void;
  readonly onRemove: () => void;
}

function ItemChip({ item, columns, people, onChange, onRemove }: ItemChipProps) {
  const label = isGroup(item) ? <GroupLabel group={item} /> : <Words item={item} columns={columns} people={people} />;
  return (
    <span className={styles.chip}>
      <Toggle label={t("data.editFilter")} face={label} className={styles.words}>
        {(close) =>
          isGroup(item) ? (
            <GroupEditor group={item} columns={columns} people={people} onChange={onChange} />
          ) : (
            <ConditionEditor
              columns={columns}
              people={people}
              initial={item}
              onApply={(condition) => {
                onChange(condition);
                close();
              }}
            />
          )
        }
      </Toggle>
      <IconButton icon="close" label={t("data.removeFilter")} className={styles.remove} onClick={onRemove} />
    </span>
  );
}

function GroupLabel({ group }: { readonly group: FilterGroup }) {
  return (
    <>
      <b>{t(group.conjunction === "and" ? "data.all" : "data.any")}</b>{" "}
      <span className={styles.quiet}>{t("data.conditions", { count: group.items.length })}</span>
    </>
  );
}

interface WordsProps {
  readonly item: FilterCondition;
  readonly columns: readonly TableColumn[];
  readonly people: readonly Person[];
}

function Words({ item, columns, people }: WordsProps) {
  const id = columnOf(item);
  const title = columns.find((column) => column.id === id)?.title ?? id;
  const isPerson = id === "annotators" || id === "updated_by";
  const nameOf = (user: number): string => people.find((person) => person.id === user)?.name ?? String(user);
  const isStatus = typeof item.value === "boolean" && item.operator !== "empty";
  const text = isStatus ? flagText(id, item.value === true) : valueText(item.value, isPerson ? nameOf : undefined);
  return (
    <>
      <b>{title}</b> <span className={styles.quiet}>{operatorName(item.operator)}</span> {text}
    </>
  );
}

function GroupEditor(props: Omit<ItemChipProps, "item" | "onRemove"> & { readonly group: FilterGroup }) {
  const { group, columns, people, onChange } = props;
  return (
    <div className={styles.group}>
      <FilterBar filters={group} columns={columns} people={people} nested onChange={onChange} />
    </div>
  );
}

interface AddFilterProps {
  readonly columns: readonly TableColumn[];
  readonly people: readonly Person[];
  readonly nested: boolean;
  readonly onAdd: (item: FilterItem) => void;
}

function AddFilter({ columns, people, nested, onAdd }: AddFilterProps) {
  const place = useRef<HTMLSpanElement>(null);
  useFilterKey(place, !nested);
  return (
    <span ref={place}>
      <Toggle
        label={t("data.addFilter")}
        face={
          <>
            {t("data.filter")} {!nested && <Kbd>F</Kbd>}
          </>
        }
      >
        {(close) => (
          <>
            <ConditionEditor
              columns={columns}
              people={people}
              onApply={(condition) => {
                onAdd(condition);
                close();
              }}
            />
            <Button
              kind="ghost"
              size="small"
              icon="plus"
              onClick={() => {
                onAdd({ conjunction: "or", items: [] });
                close();
              }}
            >
              {t("data.addGroup")}
            </Button>
          </>
        )}
      </Toggle>
    </span>
  );
}

/** F opens the filter unless it is typed into a field or belongs to a dialog. */
function useFilterKey(place: RefObject<HTMLSpanElement | null>, isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : undefined;
      if (event.key.toLowerCase() !== "f" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target?.closest("input, select, textarea, dialog, [role=dialog]") != null) return;
      event.preventDefault();
      place.current?.querySelector("button")?.click();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [place, isOn]);
}

interface ToggleProps {
  readonly label: string;
  readonly face: ReactNode;
  readonly className?: string | undefined;
  readonly children: (close: () => void) => ReactNode;
}

/** A button with a panel that its content can close. */
function Toggle({ label, face, className, children }: ToggleProps) {
  const [open, setOpen] = useState(false);
  const trigger =
    className === undefined ? (
      <Button kind="ghost" icon="plus">
        {face}
      </Button>
    ) : (
      <button type="button" className={className}>
        {face}
      </button>
    );
  return (
    <Popover label={label} trigger={trigger} open={open} onOpenChange={setOpen}>
      {children(() => setOpen(false))}
    </Popover>
  );
}
