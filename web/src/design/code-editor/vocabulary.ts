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

export interface TagWords {
  readonly summary: string;
  readonly attrs: Readonly<Record<string, string>>;
}

export interface Vocabulary {
  readonly tags: Readonly<Record<string, VocabularyTag>>;
  /** What the tags and attributes mean; asked for when the first completion is explained. */
  readonly words: () => Promise<Readonly<Record<string, TagWords>>>;
}

const BOOLEANS = ["true", "false"];
const ANY_CHILD = "*";

type Info = () => Promise<Node | null>;

/** The words for a completion, as the text node the editor shows. */
function info(words: () => Promise<string | undefined>): { readonly info: Info } {
  return {
    info: async () => {
      const text = await words();
      return text === undefined ? null : document.createTextNode(text);
    },
  };
}

function attribute({ name, type, values }: VocabularyAttribute, tag: string, words: Vocabulary["words"]): AttrSpec {
  const allowed = type === "bool" ? BOOLEANS : values;
  return {
    name,
    ...(allowed !== undefined && { values: [...allowed] }),
    completion: info(async () => (await words())[tag]?.attrs[name]),
  };
}

/** The vocabulary in the form the XML language completes from. */
export function elementSpecs({ tags, words }: Vocabulary): readonly ElementSpec[] {
  return Object.values(tags).map(({ tag, children, attrs }) => ({
    name: tag,
    top: tag === "View",
    ...(children !== undefined && !children.includes(ANY_CHILD) && { children: [...children] }),
    attributes: attrs.map((spec) => attribute(spec, tag, words)),
    completion: info(async () => (await words())[tag]?.summary),
  }));
}
