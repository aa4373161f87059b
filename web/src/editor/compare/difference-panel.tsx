import { type Range, useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useRef } from "react";
import { Kbd } from "../../design/badges";
import { Button } from "../../design/button";
import { Checkbox } from "../../design/choice";
import { Progress } from "../../design/progress";
import { formatNumber, t } from "../../i18n/t";
import type { RegionEntry } from "../core/entries";
import { coveredText, sizeOf } from "../shell/region-row";
import type { LabelInterface } from "../tags/interface";
import { headerOf, humanName } from "../tags/rail";
import { colourOf, nameOf } from "../tags/regions";
import styles from "./compare.module.css";
import type { Comparison, Difference } from "./comparison";

/** The height of a row, as the style sheet has it. */
const ROW = 84;

interface DifferencePanelProps {
  readonly ui: LabelInterface;
  readonly comparison: Comparison;
  readonly current: number | null;
  readonly onPick: (difference: Difference) => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onlyDifferent: boolean;
  readonly onOnlyDifferent: (on: boolean) => void;
}

/** How far the two agree, and in what they do not. */
export function DifferencePanel(props: DifferencePanelProps) {
  const { ui, comparison, current, onPick, onStep, onlyDifferent, onOnlyDifferent } = props;
  const { differences, passedOver } = comparison;
  return (
    <aside className={styles.panel} aria-label={t("compare.differences")}>
      <Agreement comparison={comparison} />
      {differences.length === 0 ? (
        <p className={styles.quiet}>{t("compare.alike")}</p>
      ) : (
        <DifferenceList ui={ui} differences={differences} current={current} onPick={onPick} />
      )}
      {passedOver > 0 && <p className={styles.quiet}>{t("compare.passedOver", { count: passedOver })}</p>}
      <footer className={styles.foot}>
        <Checkbox checked={onlyDifferent} onChange={(event) => onOnlyDifferent(event.target.checked)}>
          {t("compare.only")}
        </Checkbox>
        <span className={styles.steps}>
          <Button size="small" disabled={differences.length === 0} onClick={() => onStep(-1)}>
            {t("compare.previous")} <Kbd>K</Kbd>
          </Button>
          <Button size="small" disabled={differences.length === 0} onClick={() => onStep(1)}>
            {t("compare.next")} <Kbd>J</Kbd>
          </Button>
        </span>
      </footer>
    </aside>
  );
}

/** Rows come and go by the bunch, one bunch ahead on either side: most frames of scrolling then change nothing. */
const BUNCH = 10;

function inBunches({ startIndex, endIndex, count }: Range): number[] {
  const first = Math.max(0, (Math.floor(startIndex / BUNCH) - 1) * BUNCH);
  const end = Math.min(count, (Math.floor(endIndex / BUNCH) + 2) * BUNCH);
  return Array.from({ length: end - first }, (_, place) => first + place);
}

type DifferenceListProps = Pick<DifferencePanelProps, "ui" | "current" | "onPick"> & Pick<Comparison, "differences">;

/** There may be thousands: only rows in view are in the document. */
function DifferenceList({ ui, differences, current, onPick }: DifferenceListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: differences.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    rangeExtractor: inBunches,
  });
  useEffect(() => {
    const at = differences.findIndex(({ number }) => number === current);
    if (at >= 0) virtual.scrollToIndex(at);
  }, [virtual, differences, current]);
  return (
    <div ref={scroller} className={styles.list}>
      <ol className={styles.canvas} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const difference = differences[index];
          if (difference === undefined) return null;
          return (
            <Item
              key={key}
              ui={ui}
              difference={difference}
              of={differences.length}
              start={start}
              isCurrent={difference.number === current}
              onPick={onPick}
            />
          );
        })}
      </ol>
    </div>
  );
}

interface ItemProps extends Pick<DifferencePanelProps, "ui" | "onPick"> {
  readonly difference: Difference;
  readonly of: number;
  readonly start: number;
  readonly isCurrent: boolean;
}

/** Drawn once: scrolling moves the list, not what is in its rows. */
const Item = memo(function Item({ ui, difference, of, start, isCurrent, onPick }: ItemProps) {
  return (
    <li
      aria-setsize={of}
      aria-posinset={difference.number}
      className={styles.slot}
      style={{ transform: `translateY(${start}px)` }}
    >
      <button type="button" aria-current={isCurrent} className={styles.difference} onClick={() => onPick(difference)}>
        <Row ui={ui} difference={difference} />
      </button>
    </li>
  );
});

function Agreement({ comparison }: { readonly comparison: Comparison }) {
  const { agreement, same, differences } = comparison;
  if (agreement === null) return <p className={styles.quiet}>{t("compare.none")}</p>;
  return (
    <div className={styles.agreement} role="status">
      <span className={styles.muted}>{t("compare.agreement")}</span>
      <span className={styles.bar}>
        <Progress label={t("compare.agreement")} value={agreement} />
      </span>
      <strong>{agreement.toFixed(2)}</strong>
      <span className={styles.muted}>
        {t("compare.same", { count: same })} · {t("compare.differ", { count: differences.length })}
      </span>
    </div>
  );
}

function Row({ ui, difference }: { readonly ui: LabelInterface; readonly difference: Difference }) {
  const { number, kind, a, b, question, answers } = difference;
  const asked = question === null ? null : (headerOf(ui, question.node) ?? humanName(question.name));
  const region = a ?? b;
  return (
    <>
      <span className={styles.number}>{formatNumber(number)}</span>
      <span className={styles.what}>
        <span className={styles.kind}>
          {asked ?? t(`compare.kind.${kind}`)}
          {question !== null && region !== null && ` · ${nameOf(ui, region)}`}
        </span>
        {(["A", "B"] as const).map((place, index) => (
          <span key={place} className={styles.said}>
            <span className={styles.muted}>{place}</span>
            {question === null ? (
              <Place ui={ui} region={index === 0 ? a : b} />
            ) : (
              <Words text={answers[index] ?? ""} none={t("compare.noAnswer")} />
            )}
          </span>
        ))}
      </span>
    </>
  );
}

function Words({ text, none }: { readonly text: string; readonly none: string }) {
  return text === "" ? <i>{none}</i> : <span className={styles.words}>{text}</span>;
}

function Place({ ui, region }: { readonly ui: LabelInterface; readonly region: RegionEntry | null }) {
  if (region === null) return <i>{t("compare.nothing")}</i>;
  const text = coveredText(ui, region);
  return (
    <>
      <span className={styles.label} style={{ "--c": colourOf(ui, region) }}>
        {nameOf(ui, region)}
      </span>
      <span className={styles.words}>{text === "" ? sizeOf(region) : text}</span>
    </>
  );
}
