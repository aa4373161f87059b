/** Labels and choices, always in view, with their counts and keys. */

import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import { Count, Kbd } from "../../design/badges";
import { classNames } from "../../design/class-names";
import { Icon } from "../../design/icon";
import { formatNumber, t } from "../../i18n/t";
import type { RegionEntry } from "../core/entries";
import { showCombo } from "../core/label-keys";
import { type ChoiceItem, type ChoicesModel, isChosen } from "../tags/Choices/model";
import { shows, visibilityState } from "../tags/checks";
import type { LabelsModel } from "../tags/labels";
import { choiceKeyId, labelKeyId, type RailGroup, railGroups } from "../tags/rail";
import { countLabels } from "../tags/regions";
import { useEditor } from "./editor-context";
import { useKeys, useObservable, useStoreVersion } from "./hooks";
import styles from "./rail.module.css";

/** What a press with the mouse must not take away: the selected text. */
function keepSelection(event: { preventDefault: () => void }): void {
  event.preventDefault();
}

function KeyHint({ id }: { readonly id: string }) {
  const combo = useEditor().keys.get(id);
  return combo === undefined ? null : <Kbd>{showCombo(combo)}</Kbd>;
}

function countText(count: number | undefined): string {
  return count === undefined ? "" : formatNumber(count);
}

function LabelGroup({
  control,
  title,
  counts,
}: {
  readonly control: LabelsModel;
  readonly title: string;
  readonly counts: ReadonlyMap<string, number>;
}) {
  const { editor, mayEdit } = useEditor();
  const active = useObservable(editor.active);
  const labels = active?.control === control ? active.labels : [];
  const works = editor.ui.codecs.has(control.name);
  return (
    <fieldset className={styles.group} aria-label={title}>
      <div className={styles.head}>
        <h2>{title}</h2>
      </div>
      {control.labels.map((label) => (
        <button
          key={label.id}
          type="button"
          className={classNames(styles.item, labels.includes(label.id) && styles.on, "has-label")}
          style={{ "--c": label.colour }}
          aria-pressed={labels.includes(label.id)}
          disabled={!mayEdit || !works}
          title={label.hint ?? undefined}
          onMouseDown={keepSelection}
          onClick={() => editor.pressLabel(control, label)}
        >
          <span className={styles.name}>{label.name}</span>
          <Count>{countText(counts.get(`${control.name}/${label.id}`))}</Count>
          <KeyHint id={labelKeyId(control.name, label.id)} />
        </button>
      ))}
    </fieldset>
  );
}

function countHint(control: ChoicesModel): string {
  return t(control.mode === "multiple" ? "editor.anyOf" : "editor.oneOf", { total: control.choices.length });
}

/** One answer of many is a tick, one of one a dot; readers say which, and whether it is set. */
function answerRole(multiple: boolean, on: boolean) {
  return { role: multiple ? "checkbox" : "radio", "aria-checked": on };
}

/** Arrow keys walk through the answers; Space or Enter sets one. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const answers = [...event.currentTarget.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")];
  const at = event.target instanceof HTMLButtonElement ? answers.indexOf(event.target) : -1;
  if (step === undefined || at < 0) return;
  answers[(at + step + answers.length) % answers.length]?.focus();
  event.preventDefault();
  event.stopPropagation();
}

/** What makes a box of answers a group with a name and arrow keys. */
function groupProps(control: ChoicesModel, title: string) {
  const role = control.mode === "multiple" ? "group" : "radiogroup";
  const required = role === "radiogroup" ? { "aria-required": control.required } : {};
  return { role, "aria-label": title, onKeyDown: walk, ...required };
}

interface ChoiceRowsProps {
  readonly control: ChoicesModel;
  readonly choices: readonly ChoiceItem[];
  readonly chosen: readonly (readonly string[])[];
  readonly region: RegionEntry | null;
  readonly depth: number;
}

function ChoiceRows({ control, choices, chosen, region, depth }: ChoiceRowsProps) {
  const { editor, mayEdit } = useEditor();
  const multiple = control.mode === "multiple";
  return choices.map((choice) => {
    const on = isChosen(chosen, choice.path);
    return (
      <div key={choice.path.join("/")} className={styles.branch}>
        <button
          type="button"
          {...answerRole(multiple, on)}
          className={classNames(styles.item, styles.choice, on && styles.chosen, choice.colour !== null && "has-label")}
          style={{ ...(choice.colour === null ? {} : { "--c": choice.colour }), paddingInlineStart: 12 + depth * 16 }}
          disabled={!mayEdit}
          title={choice.hint ?? undefined}
          onMouseDown={keepSelection}
          onClick={() => editor.choose(control, choice.path, region)}
        >
          <span className={classNames(styles.box, multiple ? styles.square : styles.round, on && styles.ticked)}>
            {on && multiple && <Icon name="check" />}
          </span>
          <span className={styles.name}>{choice.name}</span>
          <KeyHint id={choiceKeyId(control.name, choice.path)} />
        </button>
        {choice.children.length > 0 && (
          <ChoiceRows control={control} choices={choice.children} chosen={chosen} region={region} depth={depth + 1} />
        )}
      </div>
    );
  });
}

interface ChoiceGroupProps {
  readonly control: ChoicesModel;
  readonly title: string;
  /** The region the question is about; null for the whole object. */
  readonly region: RegionEntry | null;
}

export function ChoiceGroup({ control, title, region }: ChoiceGroupProps) {
  const { editor, open } = useEditor();
  const { store } = editor.session;
  useStoreVersion(store);
  const group = useRef<HTMLDivElement>(null);
  const isOpen = open !== null && open.control === control.name && open.region === (region?.key ?? null);
  const answer = editor.answer(control, region);
  const chosen = answer?.value.kind === "choices" ? answer.value.chosen : [];
  const asked = isOpen && chosen.length === 0;

  useEffect(() => {
    if (!isOpen) return;
    group.current?.scrollIntoView({ block: "nearest" });
    group.current?.querySelector("button")?.focus();
  }, [isOpen]);

  return (
    <div ref={group} className={styles.group} {...groupProps(control, title)}>
      <div className={styles.head}>
        <h2>{title}</h2>
        <span className={styles.hint}>{countHint(control)}</span>
      </div>
      {asked && (
        <p className={styles.open} role="alert">
          <Icon name="alert" />
          {open?.message ?? t("editor.required")}
        </p>
      )}
      <ChoiceRows control={control} choices={control.choices} chosen={chosen} region={region} depth={0} />
    </div>
  );
}

/** Groups that show just now. */
export function useRailGroups(): readonly RailGroup[] {
  const { editor } = useEditor();
  const { store, selection } = editor.session;
  useStoreVersion(store);
  useKeys(selection);
  const groups = useMemo(() => railGroups(editor.ui), [editor.ui]);
  const state = visibilityState(editor.ui, store, editor.region(selection.only));
  return groups.filter(({ control }) => shows(editor.ui, control.node, state));
}

interface RailProps {
  readonly hint: string | null;
  /** Chips above the medium where there is no room beside it. */
  readonly chips?: boolean;
}

export function Rail({ hint, chips = false }: RailProps) {
  const { editor } = useEditor();
  const groups = useRailGroups();
  const counts = countLabels(editor.ui, editor.session.store.entries());
  return (
    <section className={classNames(styles.rail, chips && styles.chips)} aria-label={t("editor.rail")}>
      <div className={styles.scroll}>
        {groups.map(({ control, title }) =>
          control.kind === "labels" ? (
            <LabelGroup key={control.name} control={control} title={title} counts={counts} />
          ) : (
            <ChoiceGroup key={control.name} control={control} title={title} region={null} />
          ),
        )}
      </div>
      {hint !== null && <p className={styles.tip}>{hint}</p>}
    </section>
  );
}
