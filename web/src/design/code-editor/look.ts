/** How the code looks: the tokens reach into the shadow root by inheritance. */

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.tagName, tags.angleBracket], color: "var(--accent)" },
  { tag: tags.attributeName, color: "var(--muted)" },
  { tag: tags.attributeValue, color: "var(--ok)" },
  { tag: tags.comment, color: "var(--subtle)" },
  { tag: tags.invalid, color: "var(--danger)" },
]);

const theme = EditorView.theme({
  "&": { height: "100%", background: "var(--medium)", color: "var(--text)", fontSize: "13px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { font: "13px/24px var(--mono)", fontVariantLigatures: "none", overflow: "auto" },
  ".cm-content": { padding: "12px 0", caretColor: "var(--text)" },
  ".cm-line": { padding: "0 12px 0 2px" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { background: "var(--medium)", color: "var(--subtle)", border: "0" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "40px", padding: "0 12px 0 4px", fontSize: "12px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--selected)",
  },
  ".errorLine": { background: "var(--danger-soft)" },
  ".cm-lintRange": { backgroundImage: "none !important", textUnderlineOffset: "4px" },
  ".cm-lintRange-error": { textDecoration: "underline wavy var(--danger) 1.5px" },
  ".cm-lintRange-warning": { textDecoration: "underline wavy var(--warn) 1.5px" },
  ".cm-tooltip": {
    border: "1px solid var(--hair)",
    borderRadius: "var(--r-3)",
    background: "var(--raised)",
    color: "var(--text)",
    boxShadow: "var(--shadow-2)",
  },
  ".cm-tooltip-autocomplete > ul": { font: "12px/1.45 var(--mono)" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "3px 8px !important", borderRadius: "var(--r-1)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--selected)", color: "var(--text)" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal" },
  ".cm-completionInfo": { maxWidth: "280px", padding: "6px 8px", font: "12px/1.45 var(--font)" },
  ".cm-diagnostic": { borderLeft: "0", padding: "6px 8px", font: "12px/1.45 var(--font)" },
});

export const look: Extension = [theme, syntaxHighlighting(colours)];
