import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { autoCloseTags, xml, xmlLanguage } from "@codemirror/lang-xml";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { ConfigIssue } from "../../api/api-error";
import { Echoes } from "./echoes";
import { diagnosticsOf, errorLineStarts, errorLines, issueSpan, setErrorLines } from "./issues";
import { look } from "./look";
import { typingOver } from "./typing-over";
import { valueCompletion } from "./value-completion";
import { elementSpecs, type Vocabulary } from "./vocabulary";
import styles from "./xml-editor.module.css";

interface XmlEditorProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly issues: readonly ConfigIssue[];
  readonly vocabulary: Vocabulary;
  /** Data fields offered after `$`. */
  readonly fields: readonly string[];
  /** An issue to go to; a new object goes there again. */
  readonly focusIssue?: { readonly issue: ConfigIssue } | undefined;
}

interface Wiring {
  readonly label: string;
  readonly vocabulary: Vocabulary;
  readonly fields: () => readonly string[];
  readonly onChange: (value: string) => void;
}

function extensions({ label, vocabulary, fields, onChange }: Wiring): Extension {
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    errorLines,
    xml({ elements: elementSpecs(vocabulary) }),
    xmlLanguage.data.of({ autocomplete: valueCompletion(fields) }),
    autoCloseTags,
    typingOver,
    autocompletion({ icons: false }),
    // Tab is left alone: it leads out of the field, as everywhere.
    keymap.of([...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
    look,
  ];
}

/** Keeps the latest value at hand for code that is set up once. */
function useLatest<Value>(value: Value): RefObject<Value> {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}

/** Writes a config. Lives in a shadow root: there its styles are constructed sheets, which the CSP allows. */
export function XmlEditor({ label, value, onChange, issues, vocabulary, fields, focusIssue }: XmlEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useLatest({ value, onChange, fields });
  const [echoes] = useState(() => new Echoes());

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: "open", delegatesFocus: true });
    const wiring: Wiring = {
      label,
      vocabulary,
      fields: () => latest.current.fields,
      onChange: (text) => {
        echoes.sent(text);
        latest.current.onChange(text);
      },
    };
    const state = EditorState.create({ doc: latest.current.value, extensions: extensions(wiring) });
    const created = new EditorView({ state, root, parent: root });
    view.current = created;
    return () => {
      created.destroy();
      view.current = null;
    };
  }, [label, vocabulary, latest, echoes]);

  useEffect(() => {
    const shown = view.current;
    if (shown === null || echoes.isEcho(value) || shown.state.doc.toString() === value) return;
    shown.dispatch({ changes: { from: 0, to: shown.state.doc.length, insert: value } });
  }, [value, echoes]);

  useEffect(() => {
    const shown = view.current;
    if (shown === null) return;
    shown.dispatch(setDiagnostics(shown.state, diagnosticsOf(shown.state, issues)));
    shown.dispatch({ effects: setErrorLines.of(errorLineStarts(shown.state, issues)) });
  }, [issues]);

  useEffect(() => {
    const shown = view.current;
    if (shown === null || focusIssue === undefined) return;
    const { from } = issueSpan(shown.state, focusIssue.issue);
    shown.dispatch({ selection: { anchor: from }, scrollIntoView: true });
    shown.focus();
  }, [focusIssue]);

  return <div ref={host} className={styles.host} />;
}
