/** The project as it is being put together, before it exists. */

import { useState } from "react";
import { mediumOf, withOnlyKey } from "./fits";
import type { DataRecord } from "./records";
import { type Medium, mediumOfTag, TEMPLATES, type Template } from "./templates";
import { type SourceFile, useSources } from "./use-source";
import { mapToColumns, variablesOf } from "./variables";

const FIRST = TEMPLATES[0];
const SEEN_FOR_MAPPING = 20;

export interface Draft {
  readonly title: string;
  readonly setTitle: (title: string) => void;
  readonly config: string;
  readonly setConfig: (config: string) => void;
  /** The template the config still is to the letter, columns aside. */
  readonly template: Template | undefined;
  readonly chooseTemplate: (template: Template) => void;
  readonly files: readonly SourceFile[];
  readonly addFiles: (files: readonly File[]) => Promise<void>;
  readonly removeFile: (file: File) => void;
  readonly columns: readonly string[];
  /** What the preview can leaf through. */
  readonly records: readonly DataRecord[];
  /** The medium of the data, when there is some. */
  readonly fitting: Medium | undefined;
}

function columnsOf(files: readonly SourceFile[]): readonly string[] {
  return [...new Set(files.flatMap(({ parsed }) => parsed?.columns ?? []))];
}

function recordsOf(files: readonly SourceFile[]): readonly DataRecord[] {
  return files.flatMap(({ parsed }) => parsed?.records ?? []);
}

function mediumOfFiles([first]: readonly SourceFile[]): Medium | undefined {
  return first?.parsed && mediumOf(first.parsed, first.file.name);
}

/** The config pointed at the columns that the data has. */
function adapted(config: string, files: readonly SourceFile[]): string {
  return mapToColumns(config, columnsOf(files), recordsOf(files).slice(0, SEEN_FOR_MAPPING));
}

/** A record for the preview while there is no data: for each field a sample of the medium its tag shows. */
export function sampleFor(config: string): DataRecord {
  const sampleOf = (tag: string): unknown =>
    Object.values(TEMPLATES.find((one) => one.medium === (mediumOfTag(tag) ?? "text"))?.sample ?? {})[0];
  return Object.fromEntries(variablesOf(config).map(({ field, tag }) => [field, sampleOf(tag)]));
}

export function useDraft(): Draft {
  const [title, setTitle] = useState("");
  const [config, setConfig] = useState(FIRST?.config ?? "");
  const sources = useSources();

  const template = TEMPLATES.find((one) => adapted(one.config, sources.files) === config);

  const addFiles = async (chosen: readonly File[]): Promise<void> => {
    const files = [...sources.files, ...(await sources.add(chosen))];
    const medium = mediumOfFiles(files);
    // Data of another medium than the untouched template asks for a template of its own.
    const proposal = TEMPLATES.find((one) => one.medium === medium);
    const fits = template === undefined || template.medium === medium || proposal === undefined;
    setConfig(adapted(fits ? config : proposal.config, files));
  };

  const onlyField = variablesOf(config)[0]?.field;
  return {
    title,
    setTitle,
    config,
    setConfig,
    template,
    chooseTemplate: (chosen) => setConfig(adapted(chosen.config, sources.files)),
    files: sources.files,
    addFiles,
    removeFile: sources.remove,
    columns: columnsOf(sources.files),
    records: recordsOf(sources.files).map((record) => withOnlyKey(record, onlyField)),
    fitting: mediumOfFiles(sources.files),
  };
}
