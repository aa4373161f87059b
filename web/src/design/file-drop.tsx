import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "./button";
import styles from "./file-drop.module.css";
import { Icon } from "./icon";

interface FileDropProps {
  readonly label: string;
  readonly choose: string;
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Takes files by dropping or by choosing. */
export function FileDrop({ label, choose, hint, disabled = false, onFiles }: FileDropProps) {
  const field = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);

  const onDrag = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes("Files") || disabled) return;
    event.preventDefault();
    setOver(event.type === "dragover");
    if (event.type === "drop") onFiles([...event.dataTransfer.files]);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the pointer's way; the button inside is everybody's
    <div className={styles.drop} data-over={over || undefined} onDragOver={onDrag} onDragLeave={onDrag} onDrop={onDrag}>
      <Icon name="importFile" />
      <div className={styles.words}>
        <p>{label}</p>
        {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      </div>
      <Button size="small" disabled={disabled} onClick={() => field.current?.click()}>
        {choose}
      </Button>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        aria-label={choose}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </div>
  );
}
