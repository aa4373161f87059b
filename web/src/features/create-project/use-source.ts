import { useState } from "react";
import { isMedia, ONLY_KEY, type ParsedSource, parseText } from "./records";

/** Above this a file is sent unread: reading it for a preview would take the browser too long. */
const READABLE_BYTES = 50_000_000;

/** One file to import, and what it holds as far as the browser could tell. */
export interface SourceFile {
  readonly file: File;
  readonly parsed: ParsedSource | undefined;
  readonly problem: string | undefined;
}

async function read(file: File): Promise<SourceFile> {
  if (isMedia(file.name)) {
    const record = { [ONLY_KEY]: URL.createObjectURL(file) };
    return { file, parsed: { kind: "media", columns: [], records: [record] }, problem: undefined };
  }
  if (file.size > READABLE_BYTES) return { file, parsed: undefined, problem: undefined };
  try {
    return { file, parsed: parseText(await file.text(), file.name), problem: undefined };
  } catch (error) {
    return { file, parsed: undefined, problem: error instanceof Error ? error.message : String(error) };
  }
}

function forget({ parsed }: SourceFile): void {
  const address = parsed?.kind === "media" ? parsed.records[0]?.[ONLY_KEY] : undefined;
  if (typeof address === "string") URL.revokeObjectURL(address);
}

export interface Sources {
  readonly files: readonly SourceFile[];
  readonly add: (files: readonly File[]) => Promise<readonly SourceFile[]>;
  readonly remove: (file: File) => void;
}

/** The files chosen for the new project, read as they come. */
export function useSources(): Sources {
  const [files, setFiles] = useState<readonly SourceFile[]>([]);
  return {
    files,
    add: async (chosen) => {
      const added = await Promise.all(chosen.map(read));
      setFiles((before) => [...before, ...added]);
      return added;
    },
    remove: (file) =>
      setFiles((before) => {
        for (const source of before) if (source.file === file) forget(source);
        return before.filter((source) => source.file !== file);
      }),
  };
}
