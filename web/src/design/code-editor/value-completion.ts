/** Completion of what only this document knows: names for `toName`, data fields for `$`. */

import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";

const NAMED_TAG = /<([\w-]+)\b[^<>]*?\sname="([^"]+)"/g;
const OPEN_VALUE = /([\w-]+)\s*=\s*"([^"<>]*)$/;

/** Every tag that carries a name, in document order. */
export function namedTags(text: string): readonly { readonly tag: string; readonly name: string }[] {
  return [...text.matchAll(NAMED_TAG)].map(([, tag = "", name = ""]) => ({ tag, name }));
}

function options(attribute: string, text: string, fields: readonly string[]): readonly Completion[] {
  if (attribute.toLowerCase() === "toname") {
    return namedTags(text).map(({ tag, name }) => ({ label: name, detail: tag, type: "variable" }));
  }
  return fields.map((field) => ({ label: `$${field}`, type: "property" }));
}

/** A completion source over the fields the data has right now. */
export function valueCompletion(fields: () => readonly string[]) {
  return (context: CompletionContext): CompletionResult | null => {
    const line = context.state.doc.lineAt(context.pos);
    const match = OPEN_VALUE.exec(line.text.slice(0, context.pos - line.from));
    const [, attribute, typed] = match ?? [];
    if (attribute === undefined || typed === undefined) return null;
    const wantsName = attribute.toLowerCase() === "toname";
    if (!wantsName && !typed.startsWith("$")) return null;
    const start = wantsName ? typed.slice(typed.lastIndexOf(",") + 1) : typed;
    const found = options(attribute, context.state.doc.toString(), fields());
    return found.length === 0 ? null : { from: context.pos - start.length, options: [...found], validFor: /^[^",]*$/ };
  };
}
