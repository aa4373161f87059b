/** Two annotations or predictions of a task side by side: read only, what differs marked and listed. */

import { useEffect, useState } from "react";
import { Dialog } from "../../design/dialog";
import { t } from "../../i18n/t";
import "../../i18n/compare";
import type { Hotkeys } from "../core/hotkeys";
import { MemoryJournal } from "../core/journal";
import { type Json, stringifyJson } from "../core/json";
import { AnnotationSession } from "../core/session";
import { useModal } from "../shell/dialogs";
import type { Editor } from "../shell/editor";
import type { Side } from "../shell/sides";
import { timers } from "../shell/timers";
import type { LabelInterface } from "../tags/interface";
import { Column } from "./column";
import styles from "./compare.module.css";
import { type Comparison, compare, type Difference } from "./comparison";
import { DifferencePanel } from "./difference-panel";

interface CompareDialogProps {
  readonly hotkeys: Hotkeys;
  readonly ui: LabelInterface;
  /** Two or more. */
  readonly sides: readonly Side[];
  /** The one that was open; it stands first. */
  readonly open: string | null;
  readonly onClose: () => void;
}

export function CompareDialog({ hotkeys, ui, sides, open, onClose }: CompareDialogProps) {
  useModal(hotkeys);
  const first = sides.find(({ tab }) => tab.key === open) ?? sides[0];
  const [a, setA] = useState(first?.tab.key ?? "");
  const [b, setB] = useState(sides.find((side) => side !== first)?.tab.key ?? "");
  return (
    <Dialog title={t("compare.title")} size="full" onClose={onClose}>
      <Compared key={`${a} ${b}`} hotkeys={hotkeys} ui={ui} sides={sides} keys={[a, b]} onSide={[setA, setB]} />
    </Dialog>
  );
}

function sessionOf(ui: LabelInterface, result: Json): AnnotationSession {
  return new AnnotationSession({
    target: "compare",
    codecs: ui.codecs,
    base: { draftId: null, annotationId: null, rev: null, result: stringifyJson(result) },
    leadTime: 0,
    readOnly: true,
    journal: new MemoryJournal(),
    now: timers.now,
  });
}

/** The number of each region that differs, by its key. */
function numbersOf({ differences }: Comparison, side: "a" | "b"): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const difference of differences) {
    const key = difference[side]?.key;
    // A region may differ in several ways; the first says where to look.
    if (key !== undefined && !numbers.has(key)) numbers.set(key, difference.number);
  }
  return numbers;
}

interface ComparedProps {
  readonly hotkeys: Hotkeys;
  readonly ui: LabelInterface;
  readonly sides: readonly Side[];
  readonly keys: readonly [a: string, b: string];
  readonly onSide: readonly [a: (key: string) => void, b: (key: string) => void];
}

function Compared({ hotkeys, ui, sides, keys, onSide }: ComparedProps) {
  // The key of this component names both sides: what they are does not change while it lives.
  const [{ sessions, comparison, numbers }] = useState(() => {
    const open = (key: string) => sessionOf(ui, sides.find(({ tab }) => tab.key === key)?.result ?? []);
    const [left, right] = [open(keys[0]), open(keys[1])];
    const found = compare(ui, [...left.store.entries()], [...right.store.entries()]);
    return {
      sessions: [left, right] as const,
      comparison: found,
      numbers: [numbersOf(found, "a"), numbersOf(found, "b")] as const,
    };
  });
  const [editors] = useState(() => new Map<number, Editor>());
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  const [current, setCurrent] = useState<number | null>(null);
  const { differences } = comparison;

  useSamePick(sessions, comparison, setCurrent);
  useEffect(() => {
    for (const [index, session] of sessions.entries()) {
      const alike = session.store.keys.filter((key) => numbers[index]?.has(key) !== true);
      session.hidden.replace(onlyDifferent ? alike : []);
    }
  }, [sessions, numbers, onlyDifferent]);

  const pick = (difference: Difference): void => {
    for (const [index, region] of [difference.a, difference.b].entries()) {
      const session = sessions[index];
      if (region === null) session?.selection.clear();
      else {
        session?.selection.select(region.key);
        editors.get(index)?.reveal(region.key);
      }
    }
    // Last, for a region may differ in more than one way.
    setCurrent(difference.number);
  };
  const step = (by: 1 | -1): void => {
    const at = differences.findIndex(({ number }) => number === current);
    const from = at < 0 && by < 0 ? 0 : at;
    const next = differences[(from + by + differences.length) % differences.length];
    if (next !== undefined) pick(next);
  };
  useStepKeys(hotkeys, step);

  return (
    <div className={styles.compare}>
      <div className={styles.columns}>
        {sessions.map((session, index) => (
          <Column
            // biome-ignore lint/suspicious/noArrayIndexKey: the column is its place
            key={index}
            place={index === 0 ? "A" : "B"}
            ui={ui}
            sides={sides}
            chosen={keys[index] ?? ""}
            onChoose={(key) => onSide[index]?.(key)}
            session={session}
            numbers={numbers[index] ?? new Map()}
            differences={differences}
            onEditor={(editor) => editors.set(index, editor)}
          />
        ))}
      </div>
      <DifferencePanel
        ui={ui}
        comparison={comparison}
        current={current}
        onPick={pick}
        onStep={step}
        onlyDifferent={onlyDifferent}
        onOnlyDifferent={setOnlyDifferent}
      />
    </div>
  );
}

/** What is picked in one column is picked in the other as well. */
function useSamePick(
  sessions: readonly [AnnotationSession, AnnotationSession],
  { differences, counterparts }: Comparison,
  onCurrent: (number: number | null) => void,
): void {
  useEffect(() => {
    const [left, right] = sessions;
    const follow = (from: AnnotationSession, to: AnnotationSession, side: "a" | "b") => (): void => {
      const picked = from.selection.only;
      if (picked === null) return;
      onCurrent(differences.find((difference) => difference[side]?.key === picked)?.number ?? null);
      const other = counterparts[side].get(picked);
      if (other === undefined) to.selection.clear();
      else if (to.selection.only !== other) to.selection.select(other);
    };
    const stops = [
      left.selection.subscribe(follow(left, right, "a")),
      right.selection.subscribe(follow(right, left, "b")),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [sessions, differences, counterparts, onCurrent]);
}

/** Bound anew with every picture of the page: where a step leads depends on where one stands. */
function useStepKeys(hotkeys: Hotkeys, step: (by: 1 | -1) => void): void {
  useEffect(() => {
    const stops = (
      [
        ["j", 1, "compare.next"],
        ["k", -1, "compare.previous"],
      ] as const
    ).map(([combo, by, label]) => hotkeys.bind("modal", combo, { label: t(label), run: () => void step(by) }));
    return () => {
      for (const stop of stops) stop();
    };
  });
}
