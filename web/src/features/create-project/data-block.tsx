import { useState } from "react";
import { Button, IconButton } from "../../design/button";
import { Textarea } from "../../design/field";
import { FileDrop } from "../../design/file-drop";
import { Icon } from "../../design/icon";
import { formatBytes } from "../../i18n/bytes";
import { t } from "../../i18n/t";
import styles from "./create-project.module.css";
import { nameForPasted } from "./records";
import { RecordsTable } from "./records-table";
import type { SourceFile } from "./use-source";

interface DataBlockProps {
  readonly files: readonly SourceFile[];
  readonly disabled: boolean;
  readonly onAdd: (files: readonly File[]) => void;
  readonly onRemove: (file: File) => void;
}

function summary({ file, parsed }: SourceFile): string {
  const size = formatBytes(file.size);
  if (parsed === undefined || parsed.kind === "media") return size;
  return `${t("projects.records", { count: parsed.records.length })} · ${size}`;
}

/** Where the tasks come from: files, or pasted text that becomes one. */
export function DataBlock({ files, disabled, onAdd, onRemove }: DataBlockProps) {
  const [pasting, setPasting] = useState(false);
  const [pasted, setPasted] = useState("");

  const takePasted = (): void => {
    onAdd([new File([pasted], nameForPasted(pasted), { type: "text/plain" })]);
    setPasted("");
    setPasting(false);
  };

  return (
    <section className={styles.block} aria-labelledby="data-heading">
      <div className={styles.blockHead}>
        <h2 id="data-heading">{t("projects.data")}</h2>
        <Button
          kind="ghost"
          size="small"
          aria-expanded={pasting}
          disabled={disabled}
          onClick={() => setPasting(!pasting)}
        >
          {t("projects.paste")}
        </Button>
      </div>
      {pasting && (
        <div className={styles.paste}>
          <Textarea
            rows={6}
            autoFocus
            aria-label={t("projects.pasteLabel")}
            placeholder={t("projects.pasteHint")}
            value={pasted}
            onChange={(event) => setPasted(event.target.value)}
          />
          <Button size="small" disabled={pasted.trim() === ""} onClick={takePasted}>
            {t("projects.usePasted")}
          </Button>
        </div>
      )}
      {files.length === 0 && !pasting && (
        <FileDrop
          label={t("projects.drop")}
          hint={t("projects.dropHint")}
          choose={t("projects.choose")}
          disabled={disabled}
          onFiles={onAdd}
        />
      )}
      {files.map((source) => (
        <SourceRow key={`${source.file.name}-${source.file.lastModified}`} source={source} onRemove={onRemove} />
      ))}
      {files.length > 0 && (
        <FileDrop label={t("projects.dropMore")} choose={t("projects.choose")} disabled={disabled} onFiles={onAdd} />
      )}
    </section>
  );
}

interface SourceRowProps {
  readonly source: SourceFile;
  readonly onRemove: (file: File) => void;
}

function SourceRow({ source, onRemove }: SourceRowProps) {
  const [shown, setShown] = useState(false);
  const { file, parsed, problem } = source;
  const canShow = parsed !== undefined && parsed.kind !== "media";
  return (
    <div className={styles.source}>
      <div className={styles.sourceHead}>
        <Icon name={problem === undefined ? "file" : "alert"} />
        <div className={styles.sourceWords}>
          <p className={styles.sourceName}>{file.name}</p>
          <p className={problem === undefined ? styles.hint : styles.problem}>{problem ?? summary(source)}</p>
        </div>
        {canShow && (
          <Button kind="ghost" size="small" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {t(shown ? "projects.hideRows" : "projects.showRows")}
          </Button>
        )}
        <IconButton icon="close" label={t("projects.removeFile", { name: file.name })} onClick={() => onRemove(file)} />
      </div>
      {shown && parsed !== undefined && <RecordsTable source={parsed} />}
    </div>
  );
}
