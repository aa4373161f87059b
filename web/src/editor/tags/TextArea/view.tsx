/** A question answered in writing: one field that is the answer, or a field beside the list of texts given so far. */

import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { Button, IconButton } from "../../../design/button";
import { classNames } from "../../../design/class-names";
import { Icon } from "../../../design/icon";
import { VisuallyHidden } from "../../../design/visually-hidden";
import { t } from "../../../i18n/t";
import type { RegionEntry } from "../../core/entries";
import { useEditor } from "../../shell/editor-context";
import { useStoreVersion } from "../../shell/hooks";
import { hasRoom, isOneField, replaceText, type TextAreaModel, withText } from "./model";
import { type FieldElement, insertAt, Shortcuts, TextField } from "./text-field";
import styles from "./textarea.module.css";

interface TextAreaProps {
  readonly model: TextAreaModel;
  readonly title: string;
  /** The title already stands above, as the author's header. */
  readonly titled?: boolean;
  /** The region the question is about; null for the whole object. */
  readonly region: RegionEntry | null;
  /** The field takes the focus as soon as it is there. */
  readonly focuses?: boolean;
}

interface Writing {
  readonly texts: readonly string[];
  readonly locked: boolean;
  readonly write: (texts: readonly string[]) => void;
}

function useWriting(model: TextAreaModel, region: RegionEntry | null): Writing {
  const { editor, mayEdit } = useEditor();
  useStoreVersion(editor.session.store);
  const answer = editor.answer(model, region);
  return {
    texts: answer?.value.kind === "texts" ? answer.value.texts : [],
    locked: !mayEdit || answer?.locked === true || region?.locked === true,
    write: (texts) => editor.write(model, texts, region),
  };
}

/** What is written before the work is handed over counts, whether it was added or not. */
function useSettle(settle: () => void): void {
  const { editor } = useEditor();
  const latest = useRef(settle);
  latest.current = settle;
  useEffect(() => editor.beforeLeaving(() => latest.current()), [editor]);
}

/** The same where the field goes away, as when another task or region is opened. */
function useLeave(leave: () => void): void {
  const latest = useRef(leave);
  latest.current = leave;
  useEffect(() => () => latest.current(), []);
}

function OneField({
  id,
  model,
  writing,
}: {
  readonly id: string;
  readonly model: TextAreaModel;
  readonly writing: Writing;
}) {
  const { texts, locked, write } = writing;
  const [touched, setTouched] = useState(false);
  const field = useRef<FieldElement | null>(null);
  const value = texts[0] ?? (touched || locked ? "" : model.prefill);
  const change = (text: string): void => {
    setTouched(true);
    write(text === "" ? [] : [text, ...texts.slice(1)]);
  };
  useSettle(() => {
    if (texts.length === 0 && value.trim() !== "" && !locked) write([value]);
  });
  return (
    <>
      <TextField field={field} id={id} model={model} value={value} disabled={locked} onChange={change} />
      <Shortcuts
        shortcuts={model.shortcuts}
        disabled={locked}
        onInsert={(text) => change(insertAt(field.current, value, text))}
      />
    </>
  );
}

interface GivenProps {
  readonly model: TextAreaModel;
  readonly text: string;
  readonly number: number;
  readonly locked: boolean;
  readonly onChange: (text: string) => void;
}

/** A text given before: shown, edited in place where that is allowed, deleted. */
function Given({ model, text, number, locked, onChange }: GivenProps) {
  const [edited, setEdited] = useState<string | null>(null);
  const id = useId();
  const field = useRef<FieldElement | null>(null);
  const isOpen = edited !== null;
  useLayoutEffect(() => {
    if (isOpen) field.current?.focus();
  }, [isOpen]);
  const close = (): void => {
    setEdited(null);
    if (edited !== null && edited !== text) onChange(edited);
  };
  useSettle(close);
  useLeave(close);
  return (
    <li className={styles.given}>
      {edited === null ? (
        <p dir="auto">{text}</p>
      ) : (
        <div className={styles.grow}>
          <VisuallyHidden>
            <label htmlFor={id}>{t("editor.text.edited", { number })}</label>
          </VisuallyHidden>
          <TextField
            field={field}
            id={id}
            model={model}
            value={edited}
            disabled={locked}
            onChange={setEdited}
            onDone={close}
            onLeave={close}
          />
        </div>
      )}
      {!locked && model.editable && edited === null && (
        <IconButton icon="edit" label={t("editor.text.edit", { number })} onClick={() => setEdited(text)} />
      )}
      {!locked && <IconButton icon="trash" label={t("editor.text.delete", { number })} onClick={() => onChange("")} />}
    </li>
  );
}

function ManyTexts({
  id,
  model,
  writing,
}: {
  readonly id: string;
  readonly model: TextAreaModel;
  readonly writing: Writing;
}) {
  const { announce } = useEditor();
  const { texts, locked, write } = writing;
  const [draft, setDraft] = useState(texts.length === 0 && !locked ? model.prefill : "");
  const field = useRef<FieldElement | null>(null);
  const add = (): void => {
    const next = withText(model, texts, draft);
    if (next !== texts) write(next);
    else if (draft.trim() !== "") announce(t("editor.text.twice"));
    setDraft("");
  };
  useSettle(() => {
    if (!locked && draft.trim() !== "") add();
  });
  useLeave(() => {
    if (!locked && draft !== model.prefill && draft.trim() !== "") add();
  });
  return (
    <>
      {hasRoom(model, texts) && (
        <div className={styles.entry}>
          <TextField
            field={field}
            id={id}
            model={model}
            value={draft}
            disabled={locked}
            onChange={setDraft}
            onDone={add}
          />
          {model.showsButton && (
            <Button
              size="small"
              icon="plus"
              disabled={locked || draft.trim() === ""}
              onClick={() => {
                add();
                field.current?.focus();
              }}
            >
              {t("editor.text.add")}
            </Button>
          )}
          <Shortcuts
            shortcuts={model.shortcuts}
            disabled={locked}
            onInsert={(text) => setDraft(insertAt(field.current, draft, text))}
          />
        </div>
      )}
      {texts.length > 0 && (
        <ol className={styles.list}>
          {texts.map((text, index) => (
            <Given
              // biome-ignore lint/suspicious/noArrayIndexKey: equal texts may be given twice; only their place tells them apart
              key={`${index} ${text}`}
              model={model}
              text={text}
              number={index + 1}
              locked={locked}
              onChange={(next) => write(replaceText(texts, index, next))}
            />
          ))}
        </ol>
      )}
    </>
  );
}

function hintOf(model: TextAreaModel): string | null {
  if (isOneField(model) || !model.takesTexts) return null;
  return t(model.rows > 1 ? "editor.text.hintMany" : "editor.text.hintOne");
}

export function TextAreaView({ model, title, titled = false, region, focuses = false }: TextAreaProps) {
  const { open } = useEditor();
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const writing = useWriting(model, region);
  const isOpen = open !== null && open.control === model.name && open.region === (region?.key ?? null);
  useEffect(() => {
    if (focuses) root.current?.querySelector<HTMLElement>("input, textarea")?.focus();
  }, [focuses]);
  useEffect(() => {
    if (!isOpen) return;
    root.current?.scrollIntoView({ block: "nearest" });
    root.current?.querySelector<HTMLElement>("input, textarea")?.focus();
  }, [isOpen]);
  const label = <label htmlFor={id}>{model.label ?? title}</label>;
  const hint = hintOf(model);
  return (
    <div ref={root} className={classNames(styles.question, "written", region !== null && styles.aboutRegion)}>
      {titled && model.label === null ? (
        <VisuallyHidden>{label}</VisuallyHidden>
      ) : (
        <div className={styles.head}>
          {label}
          {hint !== null && hasRoom(model, writing.texts) && <span className={styles.hint}>{hint}</span>}
        </div>
      )}
      {isOpen && writing.texts.length === 0 && (
        <p className={styles.open} role="alert">
          <Icon name="alert" />
          {open?.message ?? t("editor.required")}
        </p>
      )}
      {isOneField(model) ? (
        <OneField id={id} model={model} writing={writing} />
      ) : (
        <ManyTexts id={id} model={model} writing={writing} />
      )}
    </div>
  );
}
