import { useState } from "react";
import type { FilterValue, Range, Scalar, ValueType } from "../../api/views";
import { Input, Select } from "../../design/field";
import { t } from "../../i18n/t";
import styles from "./filters.module.css";
import { type Entry, flagText, isList, isRange, readList } from "./operators";

/** Somebody who can be chosen. */
export interface Person {
  readonly id: number;
  readonly name: string;
}

interface ValueEntryProps {
  readonly entry: Entry;
  /** The column that is asked about, where its own words are used. */
  readonly column: string;
  readonly type: ValueType;
  readonly value: FilterValue;
  readonly people: readonly Person[];
  readonly onChange: (value: FilterValue) => void;
}

/** The control that asks for a condition's value. */
export function ValueEntry({ entry, column, type, value, people, onChange }: ValueEntryProps) {
  if (entry === "flag") {
    return (
      <Select
        size="small"
        aria-label={t("data.filterValue")}
        value={String(value)}
        onChange={(event) => onChange(event.target.value === "true")}
      >
        <option value="true">{flagText(column, true)}</option>
        <option value="false">{flagText(column, false)}</option>
      </Select>
    );
  }
  if (entry === "person") {
    return (
      <Select
        size="small"
        aria-label={t("data.filterValue")}
        value={String(isList(value) ? (value[0] ?? "") : value)}
        onChange={(event) => onChange(Number(event.target.value))}
      >
        <option value="" disabled>
          {t("data.choosePerson")}
        </option>
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    );
  }
  if (entry === "range") return <RangeEntry type={type} value={isRange(value) ? value : {}} onChange={onChange} />;
  if (entry === "list") return <ListEntry type={type} value={value} onChange={onChange} />;
  return (
    <ScalarEntry
      type={type}
      label={t("data.filterValue")}
      value={typeof value === "object" ? "" : value}
      onChange={onChange}
    />
  );
}

interface ScalarEntryProps {
  readonly type: ValueType;
  readonly label: string;
  readonly value: Scalar;
  readonly onChange: (value: Scalar) => void;
}

function ScalarEntry({ type, label, value, onChange }: ScalarEntryProps) {
  if (type === "Datetime") {
    return (
      <Input
        size="small"
        type="datetime-local"
        step={1}
        aria-label={label}
        value={localTime(String(value))}
        onChange={(event) => onChange(utcTime(event.target.value))}
      />
    );
  }
  const isNumber = type === "Number";
  return (
    <Input
      size="small"
      type={isNumber ? "number" : "text"}
      step="any"
      aria-label={label}
      autoFocus
      value={String(value)}
      onChange={({ target }) => onChange(isNumber && target.value !== "" ? Number(target.value) : target.value)}
    />
  );
}

function RangeEntry(props: {
  readonly type: ValueType;
  readonly value: Range;
  readonly onChange: (value: Range) => void;
}) {
  const { type, value, onChange } = props;
  const end = (limit: Scalar): Scalar | null => (limit === "" ? null : limit);
  return (
    <div className={styles.range}>
      <ScalarEntry
        type={type}
        label={t("data.filterLeast")}
        value={value.min ?? ""}
        onChange={(min) => onChange({ ...value, min: end(min) })}
      />
      <span aria-hidden="true">–</span>
      <ScalarEntry
        type={type}
        label={t("data.filterMost")}
        value={value.max ?? ""}
        onChange={(max) => onChange({ ...value, max: end(max) })}
      />
    </div>
  );
}

function ListEntry(props: {
  readonly type: ValueType;
  readonly value: FilterValue;
  readonly onChange: (value: FilterValue) => void;
}) {
  const { type, value, onChange } = props;
  const [text, setText] = useState(isList(value) ? value.join(", ") : "");
  return (
    <Input
      size="small"
      aria-label={t("data.filterValues")}
      placeholder={t("data.listHint")}
      autoFocus
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onChange(readList(event.target.value, type));
      }}
    />
  );
}

/** An instant as the browser's field wants it: local, without a zone. */
export function localTime(iso: string): string {
  const moment = new Date(iso);
  if (iso === "" || Number.isNaN(moment.getTime())) return "";
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** What the field holds as an instant. */
export function utcTime(local: string): string {
  const moment = new Date(local);
  return Number.isNaN(moment.getTime()) ? "" : moment.toISOString();
}
