/** What opens over the label page: keys, instruction, conflicts, undelivered work. */

import { useEffect } from "react";
import { Kbd } from "../../design/badges";
import { Button } from "../../design/button";
import { Dialog } from "../../design/dialog";
import { showToast } from "../../design/toast-store";
import { formatNumber, t } from "../../i18n/t";
import type { Hotkeys } from "../core/hotkeys";
import { isArray, isObject, type Json, stringifyJson, toText, toTexts } from "../core/json";
import { showCombo } from "../core/label-keys";
import type { LabelHost, OutboxItem } from "../host";
import type { Conflict } from "./conflicts";
import styles from "./dialogs.module.css";
import { useObservable } from "./hooks";
import type { KeyRow } from "./page-keys";

/** While a dialog is open no key reaches the page below. */
export function useModal(hotkeys: Hotkeys): void {
  useEffect(() => hotkeys.openModal(), [hotkeys]);
}

interface KeysDialogProps {
  readonly hotkeys: Hotkeys;
  readonly sections: readonly { readonly title: string; readonly rows: readonly KeyRow[] }[];
  readonly onClose: () => void;
}

export function KeysDialog({ hotkeys, sections, onClose }: KeysDialogProps) {
  useModal(hotkeys);
  return (
    <Dialog title={t("editor.shortcuts")} size="wide" onClose={onClose}>
      <div className={styles.columns}>
        {sections
          .filter((section) => section.rows.length > 0)
          .map((section) => (
            <section key={section.title}>
              <h3>{section.title}</h3>
              <dl className={styles.keys}>
                {section.rows.map((row) => (
                  <div key={`${row.combo} ${row.label}`}>
                    <dt>{row.label}</dt>
                    <dd>
                      <Kbd>{showCombo(row.combo)}</Kbd>
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
      </div>
    </Dialog>
  );
}

/** The instruction as text: markup in it is taken off, since only cleaned HTML may ever be shown. */
export function instructionText(html: string): string {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const element of parsed.querySelectorAll("script, style, template")) element.remove();
  for (const element of parsed.querySelectorAll("br")) element.replaceWith("\n");
  for (const element of parsed.querySelectorAll("p, li, div, h1, h2, h3, h4, tr")) element.append("\n");
  return (parsed.body.textContent ?? "").trim();
}

interface InstructionDialogProps {
  readonly hotkeys: Hotkeys;
  readonly text: string;
  readonly onClose: () => void;
}

export function InstructionDialog({ hotkeys, text, onClose }: InstructionDialogProps) {
  useModal(hotkeys);
  return (
    <Dialog title={t("editor.instruction")} onClose={onClose}>
      <p className={styles.text}>{instructionText(text)}</p>
    </Dialog>
  );
}

/** A result as lines a person can compare: what is labelled and answered, counted. */
export function summaryOf(result: Json): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const item of isArray(result) ? result : []) {
    const value = isObject(item) ? item["value"] : undefined;
    const type = isObject(item) ? toText(item["type"]) : null;
    const listed = isObject(value) && type !== null ? value[type] : undefined;
    const names = toTexts(listed) ?? [];
    const line = names.length > 0 ? names.join(", ") : (type ?? "?");
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts];
}

function Version({ title, result }: { readonly title: string; readonly result: Json }) {
  const lines = summaryOf(result);
  return (
    <section className={styles.version}>
      <h3>{title}</h3>
      {lines.length === 0 && <p className={styles.quiet}>{t("editor.empty")}</p>}
      <ul>
        {lines.map(([line, count]) => (
          <li key={line}>
            <span className={styles.line}>{line}</span>
            <span>{formatNumber(count)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ConflictDialogProps {
  readonly hotkeys: Hotkeys;
  readonly conflict: Conflict;
  /** Decides later; until then nothing can be changed. */
  readonly onClose: () => void;
}

/** Two versions side by side. */
export function ConflictDialog({ hotkeys, conflict, onClose }: ConflictDialogProps) {
  useModal(hotkeys);
  return (
    <Dialog
      title={t("editor.conflictTitle")}
      size="wide"
      onClose={onClose}
      footer={
        <>
          <Button onClick={conflict.takeTheirs}>{t("editor.takeTheirs")}</Button>
          <Button kind="primary" onClick={conflict.keepMine}>
            {t("editor.keepMine")}
          </Button>
        </>
      }
    >
      <p>{t("editor.conflictText")}</p>
      <div className={styles.versions}>
        <Version title={t("editor.mineHere")} result={conflict.mine} />
        <Version title={t("editor.onServer")} result={conflict.theirs} />
      </div>
    </Dialog>
  );
}

async function copyResult(item: OutboxItem): Promise<void> {
  try {
    await navigator.clipboard.writeText(stringifyJson([...item.submission.result]));
    showToast("ok", t("app.copied"));
  } catch {
    // The clipboard needs a secure origin and a permission; say so instead of pretending.
    showToast("error", t("app.copyRefused"));
  }
}

interface OutboxDialogProps {
  readonly hotkeys: Hotkeys;
  readonly host: LabelHost;
  readonly onReopen: (uniqueId: string) => void;
  readonly onClose: () => void;
}

/** Every payload the server does not have: shown with its reason, to send again, to copy, or to go back to. */
export function OutboxDialog({ hotkeys, host, onReopen, onClose }: OutboxDialogProps) {
  useModal(hotkeys);
  const items = useObservable(host.outbox);
  return (
    <Dialog title={t("editor.outboxTitle")} size="wide" onClose={onClose}>
      <p className={styles.quiet}>{t("editor.outboxText")}</p>
      <ul className={styles.outbox}>
        {items.map((item) => {
          const { uniqueId, taskNumber, result } = item.submission;
          return (
            <li key={uniqueId}>
              <div className={styles.outboxText}>
                <strong>{t("editor.taskNumber", { number: taskNumber })}</strong>
                <span>{t("editor.items", { count: result.length })}</span>
                <p className={styles.quiet}>{item.state === "sending" ? t("editor.sending") : item.reason}</p>
              </div>
              <Button size="small" kind="ghost" icon="copy" onClick={() => void copyResult(item)}>
                {t("editor.copyResult")}
              </Button>
              <Button size="small" disabled={item.state === "sending"} onClick={() => onReopen(uniqueId)}>
                {t("editor.goBack")}
              </Button>
              <Button size="small" kind="primary" busy={item.state === "sending"} onClick={() => host.retry(uniqueId)}>
                {t("editor.sendAgain")}
              </Button>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
