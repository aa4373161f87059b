/**
 * A small XML reader that keeps the line and column of every element and attribute, which the browser's reader does not.
 * It knows what a labeling config may contain: elements, attributes, text, CDATA, comments and the five entities.
 */

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface XmlAttribute {
  readonly name: string;
  readonly value: string;
  readonly at: Position;
}

export interface XmlElement {
  readonly name: string;
  readonly at: Position;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** All text directly inside the element, outside its children. */
  readonly text: string;
}

/** The config cannot be read; the message says what, `at` says where. */
export class XmlError extends Error {
  readonly at: Position;
  constructor(message: string, at: Position) {
    super(message);
    this.name = "XmlError";
    this.at = at;
  }
}

const NAME = /[\p{L}_:][\p{L}\p{N}_:.-]*/uy;
const SPACE = /\s*/y;
const MAX_DEPTH = 200;
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

interface OpenElement {
  name: string;
  at: Position;
  attributes: XmlAttribute[];
  children: XmlElement[];
  text: string;
}

class Reader {
  readonly #source: string;
  readonly #lineStarts: number[] = [0];
  #offset = 0;

  constructor(source: string) {
    this.#source = source;
    for (let i = source.indexOf("\n"); i >= 0; i = source.indexOf("\n", i + 1)) this.#lineStarts.push(i + 1);
  }

  /** Line and column, both from 1, of an offset. */
  position(offset: number = this.#offset): Position {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1 };
  }

  fail(message: string, offset: number = this.#offset): never {
    throw new XmlError(message, this.position(offset));
  }

  get ended(): boolean {
    return this.#offset >= this.#source.length;
  }

  get offset(): number {
    return this.#offset;
  }

  sees(token: string): boolean {
    return this.#source.startsWith(token, this.#offset);
  }

  skip(token: string): boolean {
    if (!this.sees(token)) return false;
    this.#offset += token.length;
    return true;
  }

  expect(token: string, message: string): void {
    if (!this.skip(token)) this.fail(message);
  }

  space(): boolean {
    return this.#match(SPACE).length > 0;
  }

  name(what: string): string {
    const name = this.#match(NAME);
    if (name === "") this.fail(`${what} is missing here`);
    return name;
  }

  /** Everything up to `end`, which is consumed. */
  until(end: string, message: string): string {
    const stop = this.#source.indexOf(end, this.#offset);
    if (stop < 0) this.fail(message);
    const text = this.#source.slice(this.#offset, stop);
    this.#offset = stop + end.length;
    return text;
  }

  /** Text up to the next tag, entities replaced. */
  text(): string {
    const start = this.#offset;
    const stop = this.#source.indexOf("<", start);
    this.#offset = stop < 0 ? this.#source.length : stop;
    return this.#decode(this.#source.slice(start, this.#offset), start);
  }

  attributeValue(): string {
    const quote = this.skip('"') ? '"' : this.skip("'") ? "'" : this.fail("An attribute's value must stand in quotes");
    const start = this.#offset;
    const raw = this.until(quote, "The quote that ends this value is missing");
    const bracket = raw.indexOf("<");
    if (bracket >= 0) this.fail("Write &lt; instead of < inside a value", start + bracket);
    return this.#decode(raw, start);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#source)?.[0] ?? "";
    this.#offset += found.length;
    return found;
  }

  #decode(raw: string, start: number): string {
    if (!raw.includes("&")) return raw;
    return raw.replace(/&([^;&\s]*;)?/g, (whole: string, body: string | undefined, index: number) => {
      const name = body?.slice(0, -1) ?? "";
      const known = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : decodeNumber(name);
      return (
        known ??
        this.fail(body === undefined ? "Write &amp; instead of a bare &" : `Unknown entity ${whole}`, start + index)
      );
    });
  }
}

function decodeNumber(name: string): string | undefined {
  const digits = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name);
  if (digits === null) return undefined;
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : undefined;
}

function readAttributes(reader: Reader): XmlAttribute[] {
  const attributes: XmlAttribute[] = [];
  const seen = new Set<string>();
  while (reader.space() && !reader.sees("/") && !reader.sees(">")) {
    const at = reader.position();
    const start = reader.offset;
    const name = reader.name("An attribute's name");
    if (seen.has(name)) reader.fail(`The attribute ${name} is given twice`, start);
    seen.add(name);
    reader.space();
    reader.expect("=", `The attribute ${name} needs a value`);
    reader.space();
    attributes.push({ name, value: reader.attributeValue(), at });
  }
  return attributes;
}

/** Skips a comment, a processing instruction or white space; true when there was one. */
function skipMisc(reader: Reader): boolean {
  if (reader.skip("<!--")) {
    reader.until("-->", "The end of this comment is missing");
    return true;
  }
  if (reader.skip("<?")) {
    reader.until("?>", "The end of this instruction is missing");
    return true;
  }
  if (reader.sees("<!DOCTYPE") || reader.sees("<!doctype")) reader.fail("DOCTYPE is not allowed in a config");
  return reader.space();
}

function openElement(reader: Reader, open: OpenElement[]): OpenElement {
  const at = reader.position();
  reader.expect("<", "An element is expected here");
  const name = reader.name("An element's name");
  if (open.length >= MAX_DEPTH) reader.fail(`Elements are nested more than ${MAX_DEPTH} deep`);
  return { name, at, attributes: readAttributes(reader), children: [], text: "" };
}

/** Reads what stands next inside the innermost open element. */
function readContent(reader: Reader, open: OpenElement[], current: OpenElement): void {
  if (reader.skip("<![CDATA[")) {
    current.text += reader.until("]]>", "The end of this CDATA section is missing");
    return;
  }
  if (reader.skip("</")) {
    const start = reader.offset;
    const name = reader.name("An element's name");
    if (name !== current.name) reader.fail(`</${name}> closes nothing: <${current.name}> is open`, start);
    reader.space();
    reader.expect(">", `</${name} needs a >`);
    open.pop();
    return;
  }
  if (reader.sees("<!--") || reader.sees("<?") || reader.sees("<!")) {
    if (!skipMisc(reader)) reader.fail("This declaration is not allowed in a config");
    return;
  }
  if (!reader.sees("<")) {
    current.text += reader.text();
    return;
  }
  const child = openElement(reader, open);
  current.children.push(child);
  if (reader.skip("/>")) return;
  reader.expect(">", `<${child.name} needs a > or />`);
  open.push(child);
}

/** Reads an XML document; throws `XmlError` with line and column when it is not one. */
export function parseXml(source: string): XmlElement {
  const reader = new Reader(source.startsWith("\uFEFF") ? source.slice(1) : source);
  while (skipMisc(reader));
  if (reader.ended) reader.fail("The config is empty");
  const root = openElement(reader, []);
  if (!reader.skip("/>")) {
    reader.expect(">", `<${root.name} needs a > or />`);
    const open = [root];
    for (let current = open.at(-1); current !== undefined; current = open.at(-1)) {
      if (reader.ended) throw new XmlError(`<${current.name}> is never closed`, current.at);
      readContent(reader, open, current);
    }
  }
  while (skipMisc(reader));
  if (!reader.ended) reader.fail("Nothing may follow the root element");
  return root;
}
