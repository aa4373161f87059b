/** The config as a tree of tags: names folded to the known spelling, unknown tags and attributes reported, nothing refused. */

import { TAGS, type TagSpec } from "./tags.gen";
import { type Position, parseXml, type XmlElement, XmlError } from "./xml";

export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly at: Position;
}

export interface TagNode {
  /** Position in the tree, such as `0.2.1`: stable while the config is. */
  readonly path: string;
  /** The known spelling, or the name as written when the tag is unknown. */
  readonly tag: string;
  readonly spec: TagSpec | null;
  readonly at: Position;
  /** Values by lower-case attribute name. */
  readonly attrs: ReadonlyMap<string, string>;
  readonly children: readonly TagNode[];
  readonly text: string;
}

const BY_FOLDED = new Map(Object.keys(TAGS).map((name) => [name.toLowerCase(), name]));
/** Attributes any tag may carry without a word: they belong to visibility and layout. */
const COMMON = new Set([
  "visiblewhen",
  "whentagname",
  "whenlabelvalue",
  "whenchoicevalue",
  "whenrole",
  "style",
  "classname",
  "idattr",
]);

function readAttributes(
  element: XmlElement,
  spec: TagSpec | null,
  report: (d: Diagnostic) => void,
): Map<string, string> {
  const known = spec === null ? null : new Set(spec.attrs.map((attr) => attr.name.toLowerCase()));
  const attrs = new Map<string, string>();
  for (const { name, value, at } of element.attributes) {
    const folded = name.toLowerCase();
    if (attrs.has(folded)) {
      report({ severity: "warning", message: `${name} is given twice; the first one counts`, at });
      continue;
    }
    attrs.set(folded, value);
    if (known !== null && !known.has(folded) && !COMMON.has(folded)) {
      report({ severity: "warning", message: `<${element.name}> does not know the attribute ${name}`, at });
    }
  }
  return attrs;
}

function toNode(element: XmlElement, path: string, report: (d: Diagnostic) => void): TagNode {
  const tag = BY_FOLDED.get(element.name.toLowerCase());
  const spec = tag === undefined ? null : (TAGS[tag] ?? null);
  if (spec === null) report({ severity: "error", message: `Unknown tag <${element.name}>`, at: element.at });
  return {
    path,
    tag: tag ?? element.name,
    spec,
    at: element.at,
    attrs: readAttributes(element, spec, report),
    children: element.children.map((child, index) => toNode(child, `${path}.${index}`, report)),
    text: element.text,
  };
}

/** Reads a config; what cannot be read comes back as diagnostics, never as an exception. */
export function readTagTree(source: string): { root: TagNode | null; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  try {
    const root = toNode(parseXml(source), "0", (diagnostic) => diagnostics.push(diagnostic));
    return { root, diagnostics };
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return { root: null, diagnostics: [{ severity: "error", message: error.message, at: error.at }] };
  }
}

/** An attribute's value, or undefined when it is missing. The name may be in any case. */
export function attr(node: TagNode, name: string): string | undefined {
  return node.attrs.get(name.toLowerCase());
}

/** Only the exact texts `true` and `false` are booleans. */
export function boolAttr(node: TagNode, name: string, fallback: boolean): boolean {
  const value = attr(node, name);
  return value === "true" ? true : value === "false" ? false : fallback;
}

export function numberAttr(node: TagNode, name: string, fallback: number): number {
  const value = attr(node, name);
  if (value === undefined || value.trim() === "") return fallback;
  const number = Number(value);
  return Number.isFinite(number) ? number : fallback;
}

/** The parts of a comma list, without blanks around them. */
export function listAttr(node: TagNode, name: string): readonly string[] {
  const value = attr(node, name) ?? "";
  return value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** The tag and everything below it, in the order of the document. */
export function* walk(node: TagNode): Generator<TagNode> {
  yield node;
  for (const child of node.children) yield* walk(child);
}
