import { type FormEvent, useState } from "react";
import { Button } from "../../../design/button";
import { Dialog } from "../../../design/dialog";
import { Field, Input, Textarea } from "../../../design/field";
import { FileDrop } from "../../../design/file-drop";
import { Segmented } from "../../../design/segmented";
import { t } from "../../../i18n/t";
import styles from "./import-dialog.module.css";
import { ImportRow } from "./import-row";
import { useImports } from "./use-imports";
import "../../../i18n/data";
import "../../../i18n/projects";

type Way = "files" | "paste" | "url";

interface ImportDialogProps {
  readonly projectId: number;
  readonly onImported: () => void;
  readonly onClose: () => void;
}

/** Brings tasks into a project: files, pasted text, or an address the server fetches. */
export function ImportDialog({ projectId, onImported, onClose }: ImportDialogProps) {
  const [way, setWay] = useState<Way>("files");
  const imports = useImports(projectId, onImported);
  return (
    <Dialog
      title={t("data.importTitle")}
      size="wide"
      onClose={() => {
        if (!imports.running) onClose();
      }}
      footer={
        <>
          {imports.running && <span className={styles.note}>{t("data.importRunning")}</span>}
          <Button
            kind={imports.items.length > 0 ? "primary" : "secondary"}
            disabled={imports.running}
            onClick={onClose}
          >
            {t(imports.items.length > 0 ? "data.importDone" : "app.cancel")}
          </Button>
        </>
      }
    >
      <Segmented<Way>
        label={t("data.importWay")}
        value={way}
        onChange={setWay}
        segments={[
          { value: "files", label: t("data.wayFiles") },
          { value: "paste", label: t("data.wayPaste") },
          { value: "url", label: t("data.wayUrl") },
        ]}
      />
      {way === "files" && (
        <FileDrop
          label={t("projects.drop")}
          hint={t("projects.dropHint")}
          choose={t("projects.choose")}
          onFiles={imports.addFiles}
        />
      )}
      {way === "paste" && <PasteForm onPaste={(file) => imports.addFiles([file])} />}
      {way === "url" && <UrlForm onUrl={imports.addUrl} />}
      <ul className={styles.list} aria-label={t("data.imports")}>
        {imports.items.map((item) => (
          <ImportRow
            key={item.id}
            item={item}
            onCancel={() => imports.cancel(item.id)}
            onRetry={() => imports.retry(item.id)}
          />
        ))}
      </ul>
    </Dialog>
  );
}

/** JSON when it begins like JSON, else CSV: the two the server reads from a name alone. */
function pastedFile(text: string): File {
  const json = /^\s*[[{]/.test(text);
  return new File([text], json ? "pasted.json" : "pasted.csv", { type: json ? "application/json" : "text/csv" });
}

function PasteForm({ onPaste }: { readonly onPaste: (file: File) => void }) {
  const [text, setText] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onPaste(pastedFile(text));
    setText("");
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <Field label={t("data.pasteLabel")} hint={t("data.pasteHint")}>
        {(wiring) => <Textarea {...wiring} rows={8} value={text} onChange={(event) => setText(event.target.value)} />}
      </Field>
      <Button kind="primary" type="submit" disabled={text.trim() === ""}>
        {t("data.importText")}
      </Button>
    </form>
  );
}

function UrlForm({ onUrl }: { readonly onUrl: (url: string) => void }) {
  const [url, setUrl] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onUrl(url.trim());
    setUrl("");
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <Field label={t("data.urlLabel")} hint={t("data.urlHint")}>
        {(wiring) => (
          <Input
            {...wiring}
            type="url"
            required
            placeholder="https://"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        )}
      </Field>
      <Button kind="primary" type="submit" disabled={url.trim() === ""}>
        {t("data.importUrl")}
      </Button>
    </form>
  );
}
