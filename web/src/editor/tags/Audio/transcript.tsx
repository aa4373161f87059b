/** What is said in each section, below the wave form: read in order, written where the section is selected. */

import { useState } from "react";
import { Count } from "../../../design/badges";
import { IconButton } from "../../../design/button";
import { classNames } from "../../../design/class-names";
import { t } from "../../../i18n/t";
import { isRegion, type RegionEntry } from "../../core/entries";
import { formatTime } from "../../media/audio/timeline";
import type { Editor } from "../../shell/editor";
import { useEditor } from "../../shell/editor-context";
import { useKeys, useStoreVersion } from "../../shell/hooks";
import { asksAbout, shows, visibilityState } from "../checks";
import { headerOf, humanName } from "../rail";
import { labelsOf } from "../regions";
import type { TextAreaModel } from "../TextArea/model";
import { TextAreaView } from "../TextArea/view";
import { transcriptQuestions } from "../transcripts";
import styles from "./transcript.module.css";

function startOf(region: RegionEntry): number {
  return region.value.kind === "interval" ? region.value.start : 0;
}

function sectionsOf(editor: Editor, object: string): readonly RegionEntry[] {
  const regions = [...editor.session.store.entries()].filter(isRegion);
  return regions
    .filter((region) => region.toName === object && region.value.kind === "interval")
    .sort((a, b) => startOf(a) - startOf(b));
}

function textsOf(editor: Editor, question: TextAreaModel, region: RegionEntry): readonly string[] {
  const answer = editor.answer(question, region);
  return answer?.value.kind === "texts" ? answer.value.texts : [];
}

function timesOf(region: RegionEntry): string {
  if (region.value.kind !== "interval") return "";
  return `${formatTime(region.value.start, 1)} – ${formatTime(region.value.end, 1)}`;
}

interface RowProps {
  readonly region: RegionEntry;
  readonly questions: readonly TextAreaModel[];
  /** The field takes the focus: the row was opened to write in it. */
  readonly focuses: boolean;
  readonly onOpen: () => void;
}

function Row({ region, questions, focuses, onOpen }: RowProps) {
  const { editor } = useEditor();
  const selected = editor.session.selection.only === region.key;
  const texts = questions.flatMap((question) => textsOf(editor, question, region));
  const times = timesOf(region);
  return (
    <li className={classNames(styles.row, selected && styles.selected)} aria-current={selected || undefined}>
      <span className={styles.times}>{times}</span>
      <span className={styles.labels}>
        {labelsOf(editor.ui, region).map((label) => (
          <span key={label.id} className={classNames(styles.label, "has-label")} style={{ "--c": label.colour }}>
            {label.name}
          </span>
        ))}
      </span>
      {selected ? (
        <div className={styles.fields}>
          {questions.map((question, index) => (
            <TextAreaView
              key={`${region.key} ${question.name}`}
              model={question}
              title={headerOf(editor.ui, question.node) ?? humanName(question.name)}
              titled={questions.length === 1}
              region={region}
              focuses={focuses && index === 0}
            />
          ))}
        </div>
      ) : (
        <button type="button" className={classNames(styles.words, texts.length === 0 && styles.none)} onClick={onOpen}>
          {texts.length === 0 ? t("editor.audio.notTranscribed") : texts.join(" · ")}
        </button>
      )}
      <IconButton
        icon="play"
        label={t("editor.audio.playSectionAt", { times })}
        onClick={() => editor.play(region.key)}
      />
    </li>
  );
}

/** Nothing where the config asks nothing about sections, or while there is none. */
export function Transcript({ object }: { readonly object: string }) {
  const { editor } = useEditor();
  const { store, selection } = editor.session;
  useStoreVersion(store);
  useKeys(selection);
  const [opened, setOpened] = useState<string | null>(null);
  const questions = transcriptQuestions(editor.ui, object);
  const rows = sectionsOf(editor, object).flatMap((region) => {
    const state = visibilityState(editor.ui, store, region);
    const asked = questions.filter((one) => asksAbout(one, region) && shows(editor.ui, one.node, state));
    return asked.length === 0 ? [] : [{ region, asked }];
  });
  if (rows.length === 0) return null;
  const done = rows.filter(({ region, asked }) => asked.every((one) => textsOf(editor, one, region).length > 0)).length;
  const open = (key: string): void => {
    setOpened(key);
    selection.select(key);
    editor.reveal(key);
  };
  return (
    <section className={styles.transcript} aria-labelledby={`transcript-${object}`}>
      <div className={styles.head}>
        <h2 id={`transcript-${object}`}>{t("editor.audio.transcript")}</h2>
        <Count>{t("editor.audio.transcribed", { count: done, total: rows.length })}</Count>
      </div>
      <ol className={styles.rows}>
        {rows.map(({ region, asked }) => (
          <Row
            key={region.key}
            region={region}
            questions={asked}
            focuses={opened === region.key}
            onOpen={() => open(region.key)}
          />
        ))}
      </ol>
    </section>
  );
}
