/** A config as annotators will see it: the real interface, on sample data; labeling works and nothing is saved. */

import { lazy, Suspense, useMemo, useState } from "react";
import { classNames } from "../../design/class-names";
import { t } from "../../i18n/t";
import { Hotkeys } from "../core/hotkeys";
import { MemoryJournal } from "../core/journal";
import { isObject, type JsonObject, parseJson } from "../core/json";
import { AnnotationSession } from "../core/session";
import type { Diagnostic } from "../core/tag-tree";
import { buildInterface, type LabelInterface } from "../tags/interface";
import { hasRegionControls } from "../tags/regions";
import styles from "./config-preview.module.css";
import { EditorContext } from "./editor-context";
import { LiveRegion, useAnnouncer } from "./live-region";
import { MediumTree } from "./medium";
import mediumStyles from "./medium.module.css";
import { Rail, useRailGroups } from "./rail";
import { timers } from "./timers";
import { useEditorValue } from "./use-editor-value";

/** Only configs with regions need the list and its virtual rows. */
const RegionList = lazy(async () => ({ default: (await import("./region-list")).RegionList }));

interface ConfigPreviewProps {
  readonly config: string;
  readonly data: Record<string, unknown>;
}

function toData(data: Record<string, unknown>): JsonObject {
  const value = parseJson(JSON.stringify(data));
  return isObject(value) ? value : {};
}

function previewSession(ui: LabelInterface): AnnotationSession {
  const base = { draftId: null, annotationId: null, rev: null, result: "[]" };
  return new AnnotationSession({
    target: "preview",
    codecs: ui.codecs,
    base,
    leadTime: 0,
    readOnly: false,
    journal: new MemoryJournal(),
    now: timers.now,
  });
}

function Diagnostics({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) {
  if (diagnostics.length === 0) return null;
  return (
    <section className={styles.diagnostics} aria-label={t("editor.previewOne", { count: diagnostics.length })}>
      <ul>
        {diagnostics.map(({ severity, message, at }) => (
          <li key={`${at.line} ${at.column} ${message}`} data-severity={severity}>
            <span className={styles.place}>{t("editor.previewAt", { line: at.line, column: at.column })}</span>
            {message}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function ConfigPreview({ config, data }: ConfigPreviewProps) {
  const dataKey = JSON.stringify(data);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the data counts by its content, not by its identity
  const ui = useMemo(() => buildInterface(config, toData(data)), [config, dataKey]);
  return (
    <div className={styles.preview}>
      <Diagnostics diagnostics={ui.diagnostics} />
      {ui.root !== null && <Preview key={`${config} ${dataKey}`} ui={ui} />}
    </div>
  );
}

function Preview({ ui }: { readonly ui: LabelInterface }) {
  const [hotkeys] = useState(() => new Hotkeys());
  const { announce, text } = useAnnouncer();
  const session = useMemo(() => previewSession(ui), [ui]);
  const value = useEditorValue({ ui, session, mayEdit: true, open: null, hotkeys, announce });
  return (
    <EditorContext value={value}>
      <PreviewBody ui={ui} />
      <LiveRegion text={text} />
    </EditorContext>
  );
}

function PreviewBody({ ui }: { readonly ui: LabelInterface }) {
  const groups = useRailGroups();
  const objects = [...ui.objects.values()];
  const onlyPictures = objects.length > 0 && objects.every((object) => object.kind === "image");
  return (
    <div className={styles.body}>
      {groups.length > 0 && <Rail hint={null} chips />}
      <section
        className={classNames(mediumStyles["medium"], onlyPictures && mediumStyles["pictures"], styles["medium"])}
        aria-label={t("editor.preview")}
      >
        <MediumTree />
      </section>
      {hasRegionControls(ui) && (
        <aside className={styles.side} aria-label={t("editor.regions")}>
          <Suspense fallback={null}>
            <RegionList />
          </Suspense>
        </aside>
      )}
    </div>
  );
}
