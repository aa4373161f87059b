/** What a data source holds, read in the browser: its records for the preview and their columns. */

import { parseSeparated } from "./csv";

export type DataRecord = Readonly<Record<string, unknown>>;

export interface ParsedSource {
  /** `lines` and `media` carry no names: their value goes to the only data key of the config. */
  readonly kind: "records" | "lines" | "media";
  readonly columns: readonly string[];
  readonly records: readonly DataRecord[];
}

/** The text is no data of its kind; the message says where. */
export class UnreadableData extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnreadableData";
  }
}

/** Stands for the name of the only data key until the config gives it one. */
export const ONLY_KEY = "$undefined$";

const MEDIA = new Set("bmp flac gif htm html jpeg jpg m4a mp3 mp4 ogg pdf png svg wav webm webp xml".split(" "));
const COLUMNS_SEEN_IN = 100;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A task as it may come: bare data, or data beside annotations and predictions. */
function dataOf(item: unknown, index: number): DataRecord {
  if (!isObject(item)) throw new UnreadableData(`Record ${index + 1} is not an object.`);
  return isObject(item["data"]) ? item["data"] : item;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnreadableData(error instanceof Error ? error.message : String(error));
  }
}

function fromJson(text: string): readonly DataRecord[] {
  const parsed = parseJson(text);
  return (Array.isArray(parsed) ? parsed : [parsed]).map(dataOf);
}

function fromJsonLines(text: string): readonly DataRecord[] {
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      return [dataOf(JSON.parse(line), index)];
    } catch (error) {
      throw new UnreadableData(`Line ${index + 1}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/** Cells as the server reads them: numbers are numbers, missing ones are empty. */
function cell(text: string | undefined): string | number {
  return text !== undefined && NUMBER.test(text) ? Number(text) : (text ?? "");
}

function fromSeparated(text: string, separator: "," | "\t" | ";"): readonly DataRecord[] {
  const [head = [], ...rows] = parseSeparated(text, separator);
  return rows.map((row) => Object.fromEntries(head.map((column, index) => [column, cell(row[index])])));
}

/** Spreadsheets of many languages write semicolons; the first line tells. */
function separatorOf(text: string): "," | ";" {
  const first = text.slice(0, text.search(/\n|$/));
  return first.split(";").length > first.split(",").length ? ";" : ",";
}

function columnsOf(records: readonly DataRecord[]): readonly string[] {
  return [...new Set(records.slice(0, COLUMNS_SEEN_IN).flatMap((record) => Object.keys(record)))];
}

function withColumns(records: readonly DataRecord[]): ParsedSource {
  if (records.length === 0) throw new UnreadableData("There are no records in it.");
  return { kind: "records", columns: columnsOf(records), records };
}

function fromLines(text: string): ParsedSource {
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  return { kind: "lines", columns: [], records: lines.map((line) => ({ [ONLY_KEY]: line })) };
}

/** The end of a file's name, in small letters. */
export function extensionOf(name: string): string {
  return /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
}

/** Whether the file itself is what gets labeled. */
export function isMedia(name: string): boolean {
  return MEDIA.has(extensionOf(name));
}

/** Reads the text of a data file by the end of its name; refuses what it cannot read and says where. */
export function parseText(text: string, name: string): ParsedSource {
  const extension = extensionOf(name);
  if (extension === "csv") return withColumns(fromSeparated(text, separatorOf(text)));
  if (extension === "tsv") return withColumns(fromSeparated(text, "\t"));
  if (extension === "jsonl") return withColumns(fromJsonLines(text));
  if (extension === "json") return withColumns(fromJson(text));
  if (extension === "txt") return fromLines(text);
  throw new UnreadableData(`Files ending in .${extension} cannot be imported.`);
}

/** The file name that pasted text deserves: the server goes by its end too. */
export function nameForPasted(text: string): string {
  const trimmed = text.trim();
  if (trimmed.startsWith("[")) return "pasted.json";
  if (trimmed.startsWith("{")) return /\}\s*\n\s*\{/.test(trimmed) ? "pasted.jsonl" : "pasted.json";
  const [first = "", second] = trimmed.split("\n");
  if (first.includes("\t")) return "pasted.tsv";
  if (first.includes(",") && second !== undefined && !/,\s/.test(first)) return "pasted.csv";
  return "pasted.txt";
}
