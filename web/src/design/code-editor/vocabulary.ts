/** The tags a config may use, as the code editor needs them: for completion and for the words beside it. */

import type { AttrSpec, ElementSpec } from "@codemirror/lang-xml";

export interface VocabularyAttribute {
  readonly name: string;
  readonly type: string;
  readonly values?: readonly string[];
}

export interface VocabularyTag {
  readonly tag: string;
  readonly children?: readonly string[];
  readonly attrs: readonly VocabularyAttribute[];
}

export interface Vocabulary {
  readonly tags: Readonly<Record<string, VocabularyTag>>;
  readonly docs: Readonly<
    Record<string, { readonly summary: string; readonly attrs: Readonly<Record<string, string>> }>
  >;
}

const BOOLEANS = ["true", "false"];

function attribute(spec: VocabularyAttribute, info: string | undefined): AttrSpec {
  const values = spec.type === "bool" ? BOOLEANS : spec.values;
  return {
    name: spec.name,
    ...(values !== undefined && { values: [...values] }),
    ...(info !== undefined && { completion: { info } }),
  };
}

/** The vocabulary in the form the XML language completes from. */
export function elementSpecs({ tags, docs }: Vocabulary): readonly ElementSpec[] {
  return Object.values(tags).map((tag) => {
    const doc = docs[tag.tag];
    return {
      name: tag.tag,
      top: tag.tag === "View",
      ...(tag.children !== undefined && { children: [...tag.children] }),
      attributes: tag.attrs.map((spec) => attribute(spec, doc?.attrs[spec.name])),
      ...(doc !== undefined && { completion: { info: doc.summary } }),
    };
  });
}
