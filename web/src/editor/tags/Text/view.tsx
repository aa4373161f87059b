import { type PointerEvent, useEffect, useRef } from "react";
import { t } from "../../../i18n/t";
import type { Scope } from "../../core/hotkeys";
import { TextCursor } from "../../media/text/cursor";
import { type Range, readGranularity, snap } from "../../media/text/granularity";
import { type Mark, TextSurface } from "../../media/text/surface";
import type { Editor } from "../../shell/editor";
import { useEditor } from "../../shell/editor-context";
import type { LabelsModel } from "../labels";
import { colourOf, labelControlsFor, nameOf } from "../regions";
import type { TextModel } from "./model";
import "./text.css";

function markOf(editor: Editor, model: TextModel, key: string): Mark | null {
  const region = editor.region(key);
  if (region === null || region.toName !== model.name || region.value.kind !== "span") return null;
  if (editor.session.hidden.has(key)) return null;
  const name = nameOf(editor.ui, region);
  return {
    key,
    start: region.value.start,
    end: region.value.end,
    colour: model.highlight ?? colourOf(editor.ui, region),
    name: model.showsLabels ? editor.shownName(region) : "",
    description: t("editor.markName", { name, number: editor.numberOf(key) }),
    suggested: editor.isSuggested(region),
    noted: editor.isNoted(key),
  };
}

function allMarks(editor: Editor, model: TextModel): readonly Mark[] {
  return editor.session.store.keys.flatMap((key) => markOf(editor, model, key) ?? []);
}

/** The text object as a medium: what is selected becomes a region. */
function labelRange(
  editor: Editor,
  model: TextModel,
  range: Range,
  control: LabelsModel,
  labels: readonly string[],
  select: boolean,
): boolean {
  const own = control.labels.find((label) => labels.includes(label.id))?.granularity;
  const snapped = snap(
    model.content,
    range,
    own === null || own === undefined ? model.granularity : readGranularity(own),
  );
  if (snapped === null) return false;
  return editor.addShape({ control, labels, value: { kind: "span", ...snapped, labels } }, { select }) !== null;
}

/** Keeps the surface in step with the store. */
function follow(editor: Editor, model: TextModel, surface: TextSurface): () => void {
  const { store, selection, hidden } = editor.session;
  surface.setMarks(allMarks(editor, model));
  surface.setSelected(selection.keys);
  const stops = [
    store.subscribeAll((dirty) => {
      const many = dirty.size > 200;
      if (many) surface.setMarks(allMarks(editor, model));
      else surface.update([...dirty].map((key) => [key, markOf(editor, model, key)] as const));
    }),
    selection.subscribe(() => surface.setSelected(selection.keys)),
    hidden.subscribe(() => surface.setMarks(allMarks(editor, model))),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

const CURSOR_KEYS = ["left", "right", "up", "down", "ctrl+left", "ctrl+right", "home", "end"];
const MEDIUM: Scope = "medium";

export function TextView({ model }: { readonly model: TextModel }) {
  const { editor, hotkeys, announce } = useEditor();
  const root = useRef<HTMLDivElement>(null);
  const surfaceRef = useRef<TextSurface | null>(null);
  const canLabel = labelControlsFor(editor.ui, model.name).length > 0 && model.selectable;

  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    const surface = new TextSurface(element, model.content);
    const cursor = new TextCursor(element, surface);
    surfaceRef.current = surface;
    const unfollow = follow(editor, model, surface);
    const detach = editor.attach(model.name, {
      labelSelection: (control, labels) => {
        const range = canLabel ? surface.selectedRange() : null;
        if (range === null || !labelRange(editor, model, range, control, labels, true)) return false;
        document.getSelection()?.collapseToEnd();
        return true;
      },
      reveal: (key) => surface.reveal(key),
    });
    const unbind = canLabel ? bindCursor(hotkeys, cursor, announce) : () => undefined;
    return () => {
      unbind();
      detach();
      unfollow();
      cursor.stop();
      surface.destroy();
      surfaceRef.current = null;
    };
  }, [editor, hotkeys, announce, model, canLabel]);

  /** The browser settles the selection after this event; what it is then counts. */
  const onPointerUp = (event: PointerEvent<HTMLDivElement>): void => {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>("mark") : null;
    const adds = event.ctrlKey || event.metaKey || event.shiftKey;
    setTimeout(() => {
      const range = surfaceRef.current?.selectedRange() ?? null;
      if (range === null) pick(editor, target, adds);
      else labelAtOnce(editor, model, range, canLabel);
    });
  };

  return (
    <div className="text-doc">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the marks inside are focusable; this catches what bubbles */}
      <div
        ref={root}
        onPointerUp={onPointerUp}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.target instanceof HTMLElement) || event.ctrlKey || event.metaKey) return;
          pick(editor, event.target.closest<HTMLElement>("mark"), event.shiftKey);
          event.stopPropagation();
        }}
      />
    </div>
  );
}

function bindCursor(
  hotkeys: ReturnType<typeof useEditor>["hotkeys"],
  cursor: TextCursor,
  announce: (text: string) => void,
): () => void {
  const toggle = (): undefined => {
    if (cursor.active) cursor.stop();
    else cursor.start();
    announce(t(cursor.active ? "editor.cursorOn" : "editor.cursorOff"));
  };
  const stop = (): boolean => {
    const was = cursor.active;
    cursor.stop();
    if (was) announce(t("editor.cursorOff"));
    return was;
  };
  const press = (combo: string) => (): boolean => {
    const took = cursor.press(combo);
    if (took && combo.includes("shift+")) announce(cursor.selectedText());
    return took;
  };
  const combos = CURSOR_KEYS.flatMap((key) => [
    key,
    key.startsWith("ctrl+") ? key.replace("ctrl+", "ctrl+shift+") : `shift+${key}`,
  ]);
  const stops = [
    hotkeys.bind(MEDIUM, "c", { label: t("editor.key.cursor"), run: toggle }),
    hotkeys.bind(MEDIUM, "escape", { label: t("editor.key.cursor"), run: stop }),
    ...combos.map((combo) => hotkeys.bind(MEDIUM, combo, { label: t("editor.key.cursor"), run: press(combo) })),
  ];
  return () => {
    for (const unbind of stops) unbind();
  };
}

/** Selects the region of a mark; once more, the one around it. */
function pick(editor: Editor, mark: HTMLElement | null, adds: boolean): void {
  const { selection } = editor.session;
  let target = mark;
  const outer = mark?.parentElement?.closest<HTMLElement>("mark");
  if (!adds && outer && selection.only === mark?.dataset["key"]) target = outer;
  const key = target?.dataset["key"];
  if (key === undefined) {
    if (!adds) selection.clear();
  } else if (adds) selection.toggle(key);
  else selection.select(key);
}

/** With a label active, selecting is labeling. */
function labelAtOnce(editor: Editor, model: TextModel, range: Range, canLabel: boolean): void {
  const active = editor.activeFor(model.name);
  if (!canLabel || active === null) return;
  if (labelRange(editor, model, range, active.control, active.labels, false)) document.getSelection()?.collapseToEnd();
}
