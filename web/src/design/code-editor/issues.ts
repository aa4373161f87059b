/** The server's issues as marks in the text. */

import type { Diagnostic } from "@codemirror/lint";
import { type EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import type { ConfigIssue } from "../../api/api-error";

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where an issue lies: its line and column, on to the end of the word there; the first line when it names none. */
export function issueSpan(state: EditorState, issue: ConfigIssue): Span {
  const line = state.doc.line(Math.min(Math.max(issue.line ?? 1, 1), state.doc.lines));
  const from = Math.min(line.from + Math.max((issue.column ?? 1) - 1, 0), line.to);
  const word = /^<?[^\s<>]*/.exec(line.text.slice(from - line.from))?.[0] ?? "";
  return { from, to: Math.min(from + Math.max(word.length, 1), line.to) };
}

/** Issues as diagnostics, in the order of the text. */
export function diagnosticsOf(state: EditorState, issues: readonly ConfigIssue[]): Diagnostic[] {
  return issues
    .map((issue) => ({ ...issueSpan(state, issue), severity: issue.severity, message: issue.message }))
    .sort((one, other) => one.from - other.from);
}

export const setErrorLines = StateEffect.define<readonly number[]>();

const errorLine = Decoration.line({ class: "errorLine" });

/** Shades the lines that hold an error. */
export const errorLines: Extension = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    let next = shown.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setErrorLines)) next = Decoration.set(effect.value.map((from) => errorLine.range(from)));
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Starts of the lines with errors, each once, in order. */
export function errorLineStarts(state: EditorState, issues: readonly ConfigIssue[]): readonly number[] {
  const starts = issues
    .filter((issue) => issue.severity === "error")
    .map((issue) => state.doc.lineAt(issueSpan(state, issue).from).from);
  return [...new Set(starts)].sort((one, other) => one - other);
}
