/**
 * Typing over selected text.
 *
 * Left to the browser, the first letter is put in with the looks of what it replaces, as a style attribute, which the CSP
 * refuses with an error in the console. The text goes in by the editor's own hand instead, past everything that listens to typing.
 */

import type { Transaction } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

function insert(view: EditorView, text: string): void {
  const { from, to } = view.state.selection.main;
  const plain = (): Transaction =>
    view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
  const handlers = view.state.facet(EditorView.inputHandler);
  if (!handlers.some((handle) => handle(view, from, to, text, plain))) view.dispatch(plain());
}

export const typingOver = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { inputType, data, isComposing } = event;
    const replaces = inputType === "insertText" && data !== null && !view.state.selection.main.empty;
    if (!replaces || isComposing || view.composing) return false;
    event.preventDefault();
    insert(view, data);
    return true;
  },
});
