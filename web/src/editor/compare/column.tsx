import { useEffect, useMemo, useState } from "react";
import { Avatar, Count } from "../../design/badges";
import { classNames } from "../../design/class-names";
import { Select } from "../../design/field";
import { Icon } from "../../design/icon";
import { t } from "../../i18n/t";
import { isRegion } from "../core/entries";
import { Hotkeys } from "../core/hotkeys";
import type { AnnotationSession } from "../core/session";
import type { Editor } from "../shell/editor";
import { EditorContext } from "../shell/editor-context";
import { MediumTree } from "../shell/medium";
import mediumStyles from "../shell/medium.module.css";
import type { Side } from "../shell/sides";
import { useEditorValue } from "../shell/use-editor-value";
import type { WorkTab } from "../shell/work";
import { isQuestion, type LabelInterface } from "../tags/interface";
import { headerOf, humanName } from "../tags/rail";
import { hasRegionControls } from "../tags/regions";
import styles from "./compare.module.css";
import { answersIn, answerText, type Difference } from "./comparison";

interface ColumnProps {
  readonly place: "A" | "B";
  readonly ui: LabelInterface;
  readonly sides: readonly Side[];
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
  readonly session: AnnotationSession;
  /** The number of each region that differs. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly differences: readonly Difference[];
  readonly onEditor: (editor: Editor) => void;
}

/** How a side is called in the list to choose from. */
function titleOf(tab: WorkTab): string {
  if (tab.kind === "new") return t("compare.draft");
  if (tab.prediction !== null) {
    const score = tab.prediction.score === null ? "" : ` ${tab.prediction.score.toFixed(2)}`;
    return `${tab.title === "" ? t("compare.prediction") : tab.title}${score}`;
  }
  return `${tab.title} #${tab.annotation?.id ?? ""}`;
}

const silent = (): void => undefined;

/** One annotation: who made it, what it answers, and the medium with its regions. */
export function Column(props: ColumnProps) {
  const { place, ui, sides, chosen, onChoose, session, numbers, differences, onEditor } = props;
  const [hotkeys] = useState(() => new Hotkeys());
  const tab = sides.find((side) => side.tab.key === chosen)?.tab ?? null;
  const allSuggested = tab?.kind === "prediction";
  const value = useEditorValue({
    ui,
    session,
    mayEdit: false,
    allSuggested,
    numbers,
    keyed: false,
    open: null,
    hotkeys,
    announce: silent,
  });
  const { editor } = value;
  useEffect(() => {
    onEditor(editor);
  }, [editor, onEditor]);
  const objects = [...ui.objects.values()];
  const onlyPictures = objects.length > 0 && objects.every((object) => object.kind === "image");
  const regions = useMemo(() => [...session.store.entries()].filter(isRegion).length, [session]);
  return (
    // The media inside are operated by keys; those typed in this column are for it alone.
    <section
      className={styles.column}
      aria-label={t("compare.side", { side: place })}
      onKeyDown={(event) => {
        const inField = event.target instanceof HTMLSelectElement;
        if (!event.defaultPrevented && hotkeys.dispatch(event, { inField })) event.preventDefault();
      }}
    >
      <header className={styles.head}>
        <span className={styles.place}>{place}</span>
        {allSuggested ? <Icon name="model" /> : <Avatar name={tab?.title ?? ""} size="small" />}
        <Select
          size="small"
          aria-label={t("compare.side", { side: place })}
          value={chosen}
          onChange={(event) => onChoose(event.target.value)}
        >
          {sides.map((side) => (
            <option key={side.tab.key} value={side.tab.key}>
              {titleOf(side.tab)}
            </option>
          ))}
        </Select>
        {hasRegionControls(ui) && <Count>{t("compare.regions", { count: regions })}</Count>}
      </header>
      <Answers ui={ui} session={session} differences={differences} />
      <EditorContext value={value}>
        <div className={classNames(mediumStyles["medium"], onlyPictures && mediumStyles["pictures"], styles.medium)}>
          <MediumTree />
        </div>
      </EditorContext>
    </section>
  );
}

type AnswersProps = Pick<ColumnProps, "ui" | "session" | "differences">;

/** What is answered about the task as a whole; written answers stand in the medium. */
function Answers({ ui, session, differences }: AnswersProps) {
  const answers = useMemo(() => answersIn([...session.store.entries()]), [session]);
  const questions = [...ui.controls.values()]
    .filter(isQuestion)
    .filter(({ kind, perRegion }) => kind !== "textarea" && !perRegion);
  if (questions.length === 0) return null;
  return (
    <dl className={styles.answers} aria-label={t("compare.answers")}>
      {questions.map((question) => {
        const answer = answers(question, null);
        const number = differences.find(({ kind, a, b, question: asked }) => {
          return kind === "answer" && a === null && b === null && asked === question;
        })?.number;
        return (
          <div key={question.name} data-differs={number !== undefined || undefined}>
            <dt>{headerOf(ui, question.node) ?? humanName(question.name)}</dt>
            <dd>
              {answer === null ? <i>{t("compare.noAnswer")}</i> : answerText(answer)}
              {number !== undefined && <sup>{number}</sup>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
