import { type FormEvent, useState } from "react";
import type { FilterCondition, FilterValue, Operator } from "../../api/views";
import { Button } from "../../design/button";
import { Select } from "../../design/field";
import { t } from "../../i18n/t";
import type { TableColumn } from "./columns";
import styles from "./filters.module.css";
import { columnOf, emptyValue, entryOf, filterName, isComplete, operatorName, operatorsOf } from "./operators";
import { type Person, ValueEntry } from "./value-entry";

interface ConditionEditorProps {
  readonly columns: readonly TableColumn[];
  readonly people: readonly Person[];
  readonly initial?: FilterCondition | undefined;
  readonly onApply: (condition: FilterCondition) => void;
}

/** A condition to begin with: of the first field of the data. */
function firstCondition(columns: readonly TableColumn[]): FilterCondition {
  const column = columns.find(({ kind }) => kind === "data") ?? columns[0];
  return blank(column?.id ?? "id", column?.type ?? "Number");
}

function blank(column: string, type: FilterCondition["type"]): FilterCondition {
  const operator = operatorsOf(type)[0] ?? "equal";
  return { filter: filterName(column), type, operator, value: emptyValue(entryOf(type, operator, column)) };
}

/** Column, operator and value; the value's control follows from both. */
export function ConditionEditor({ columns, people, initial, onApply }: ConditionEditorProps) {
  const [condition, setCondition] = useState(() => initial ?? firstCondition(columns));
  const column = columnOf(condition);
  const entry = entryOf(condition.type, condition.operator, column);

  const choose = (id: string): void => {
    const chosen = columns.find((item) => item.id === id);
    if (chosen !== undefined) setCondition(blank(chosen.id, chosen.type));
  };
  const operators = [...new Set<Operator>([...operatorsOf(condition.type), condition.operator])];
  const operate = (chosen: string): void => {
    const operator = operators.find((name) => name === chosen) ?? condition.operator;
    const next = entryOf(condition.type, operator, column);
    setCondition({ ...condition, operator, value: next === entry ? condition.value : emptyValue(next) });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isComplete(condition.value)) onApply(condition);
  };

  return (
    <form className={styles.editor} onSubmit={submit}>
      <Select
        size="small"
        aria-label={t("data.filterColumn")}
        value={column}
        onChange={(event) => choose(event.target.value)}
      >
        {!columns.some(({ id }) => id === column) && <option value={column}>{column}</option>}
        {columns.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </Select>
      <Select
        size="small"
        aria-label={t("data.filterOperator")}
        value={condition.operator}
        onChange={(event) => operate(event.target.value)}
      >
        {operators.map((operator) => (
          <option key={operator} value={operator}>
            {operatorName(operator)}
          </option>
        ))}
      </Select>
      <ValueEntry
        entry={entry}
        column={condition.operator === "empty" ? "" : column}
        type={condition.type}
        value={condition.value}
        people={people}
        onChange={(value: FilterValue) => setCondition({ ...condition, value })}
      />
      <div className={styles.apply}>
        <Button kind="primary" size="small" type="submit" disabled={!isComplete(condition.value)}>
          {t("data.apply")}
        </Button>
      </div>
    </form>
  );
}
