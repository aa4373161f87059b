/** A question answered by a number: a field, a slider, or stars. */

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { classNames } from "../../design/class-names";
import { Input } from "../../design/field";
import { Icon } from "../../design/icon";
import { t } from "../../i18n/t";
import type { RegionEntry } from "../core/entries";
import { type AmountModel, withinLimits } from "../tags/amounts";
import styles from "./amount-group.module.css";
import { useEditor } from "./editor-context";
import { useStoreVersion } from "./hooks";
import { useSettle } from "./use-settle";

interface AmountProps {
  readonly control: AmountModel;
  readonly title: string;
  /** The region the question is about; null for the whole object. */
  readonly region: RegionEntry | null;
}

interface AnswerProps {
  readonly control: AmountModel;
  readonly title: string;
  readonly amount: number | null;
  readonly disabled: boolean;
  readonly onChange: (amount: number | null) => void;
}

function limitsOf({ least, most, step }: AmountModel) {
  return {
    ...(least === null ? {} : { min: least }),
    ...(most === null ? {} : { max: most }),
    step: step ?? ("any" as const),
  };
}

/** Takes a number on Enter or when left; what is no number brings the old one back, nothing at all takes it away. */
function NumberAnswer({ control, title, amount, disabled, onChange }: AnswerProps) {
  const shown = amount === null ? "" : String(amount);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const commit = (): void => {
    if (text === shown) return;
    const number = withinLimits(control, Number(text.replace(",", ".")));
    if (text.trim() === "") onChange(null);
    else if (number !== null) onChange(number);
    setText(number === null ? shown : String(number));
  };
  useSettle(commit);
  return (
    <div className={styles.number}>
      <Input
        size="small"
        inputMode="decimal"
        aria-label={title}
        value={text}
        disabled={disabled}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit();
          if (event.key === "Escape") setText(shown);
        }}
      />
      {control.slides && (
        <input
          type="range"
          aria-label={t("editor.slider", { title })}
          {...limitsOf(control)}
          value={amount ?? control.least ?? 0}
          disabled={disabled}
          onChange={(event) => onChange(Number(event.target.value))}
        />
      )}
    </div>
  );
}

function starRole(on: boolean) {
  return { role: "radio", "aria-checked": on };
}

/** Stars as radio buttons: arrows walk, Space sets one, and the one that is set takes itself back. */
function StarsAnswer({ control, title, amount, disabled, onChange }: AnswerProps) {
  const walk = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const next = step === undefined ? null : withinLimits(control, (amount ?? 0) + step);
    if (next === null) return;
    onChange(next);
    event.currentTarget.querySelectorAll<HTMLButtonElement>("button")[next - 1]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div role="radiogroup" aria-label={title} className={styles.stars} onKeyDown={walk}>
      {Array.from({ length: control.most ?? 0 }, (_, index) => index + 1).map((star) => (
        <button
          key={star}
          type="button"
          {...starRole(star === amount)}
          aria-label={t("editor.stars", { count: star })}
          tabIndex={star === (amount ?? 1) ? 0 : -1}
          disabled={disabled}
          className={classNames(styles.star, star <= (amount ?? 0) && styles.lit)}
          onClick={() => onChange(star === amount ? null : star)}
        >
          <Icon name="star" />
        </button>
      ))}
    </div>
  );
}

export function AmountGroup({ control, title, region }: AmountProps) {
  const { editor, mayEdit, open } = useEditor();
  useStoreVersion(editor.session.store);
  const root = useRef<HTMLElement>(null);
  const headId = useId();
  const answer = editor.answer(control, region);
  const amount = answer?.value.kind === "amount" ? answer.value.amount : null;
  const isOpen = open !== null && open.control === control.name && open.region === (region?.key ?? null);
  useEffect(() => {
    if (isOpen) root.current?.querySelector<HTMLElement>("input, button")?.focus();
  }, [isOpen]);
  useSettle(() => {
    if (control.required && control.start !== null && editor.answer(control, region) === undefined)
      editor.setAmount(control, control.start, region);
  });
  const props: AnswerProps = {
    control,
    title,
    amount,
    disabled: !mayEdit || answer?.locked === true || region?.locked === true,
    onChange: (next) => editor.setAmount(control, next, region),
  };
  return (
    <section
      ref={root}
      className={classNames(styles.group, region !== null && styles.aboutRegion)}
      aria-labelledby={headId}
    >
      <h2 id={headId} className={styles.head}>
        {title}
      </h2>
      {isOpen && amount === null && (
        <p className={styles.open} role="alert">
          <Icon name="alert" />
          {open?.message ?? t("editor.required")}
        </p>
      )}
      {control.tag === "Rating" ? <StarsAnswer {...props} /> : <NumberAnswer {...props} />}
    </section>
  );
}
