/** The author's View tree. Layout is the author's; labels and choices have been taken out into the rail. */

import { Component, lazy, type ReactNode, Suspense, useEffect, useMemo } from "react";
import { classNames } from "../../design/class-names";
import { ErrorBox } from "../../design/message";
import { t } from "../../i18n/t";
import { resolveText } from "../core/resolve";
import { attr, boolAttr, numberAttr, type TagNode, walk } from "../core/tag-tree";
import { isVisible, type VisibilityState } from "../core/visibility";
import { visibilityState } from "../tags/checks";
import type { LabelInterface, ObjectModel } from "../tags/interface";
import { headerOf, humanName, railGroups } from "../tags/rail";
import type { TextAreaModel } from "../tags/TextArea/model";
import { authorSheet } from "./author-sheet";
import { readStyle } from "./author-style";
import { useEditor } from "./editor-context";
import { useKeys, useStoreVersion } from "./hooks";
import styles from "./medium.module.css";

const TextView = lazy(() => import("../tags/Text/view").then((module) => ({ default: module.TextView })));
const AudioView = lazy(() => import("../tags/Audio/view").then((module) => ({ default: module.AudioView })));
const TextAreaView = lazy(() => import("../tags/TextArea/view").then((module) => ({ default: module.TextAreaView })));
const ImageView = lazy(() => import("../tags/Image/view").then((module) => ({ default: module.ImageView })));

/** A failing tag shows an error in its place; the page lives on. */
class TagBoundary extends Component<
  { readonly tag: string; readonly children: ReactNode },
  { readonly error: Error | null }
> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error): { readonly error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <ErrorBox title={t("editor.tagFailed", { tag: this.props.tag })} details={error.message} />;
  }
}

interface TreeContext {
  readonly ui: LabelInterface;
  readonly state: VisibilityState;
  /** Paths of tags that stand in the rail, headers included. */
  readonly moved: ReadonlySet<string>;
  readonly hasStage: (node: TagNode) => boolean;
}

function Header({ node, ui }: { readonly node: TagNode; readonly ui: LabelInterface }) {
  const level = Math.min(6, Math.max(1, Math.round(numberAttr(node, "size", 4))));
  const text = resolveText(attr(node, "value") ?? node.text.trim(), ui.data);
  const className = classNames(styles.header, boolAttr(node, "underline", false) && styles.underline);
  // Headers of an author are sizes, not a structure: all are one level below the page's own heading.
  return (
    <h2 className={className} data-size={level} style={readStyle(attr(node, "style"))}>
      {text}
    </h2>
  );
}

function Placeholder({ node, context }: { readonly node: TagNode; readonly context: TreeContext }) {
  const unknown = node.spec === null;
  const children = node.children.filter((child) => child.spec === null || child.spec.kind !== "item");
  return (
    <section className={classNames(styles.placeholder, unknown && styles.unknown)} aria-label={node.tag}>
      <p className={styles.placeholderName}>
        {t(unknown ? "editor.unknownTag" : "editor.laterTag", { tag: node.tag })}
      </p>
      {children.map((child) => (
        <Tag key={child.path} node={child} context={context} />
      ))}
    </section>
  );
}

function View({ node, context }: { readonly node: TagNode; readonly context: TreeContext }) {
  const inline = attr(node, "display") === "inline";
  const style = readStyle(attr(node, "style"));
  // A picture takes the height that is left, unless the author laid the box out otherwise.
  const fillsHeight = context.hasStage(node) && style.display === undefined && !inline;
  const className = classNames(
    inline ? styles.inline : styles.view,
    fillsHeight && styles.withStage,
    attr(node, "className"),
  );
  const id = attr(node, "idAttr");
  return (
    <div className={className} style={style} {...(id === undefined ? {} : { id })}>
      {node.children.length === 0 && node.text.trim() !== "" && resolveText(node.text, context.ui.data)}
      {node.children.map((child) => (
        <Tag key={child.path} node={child} context={context} />
      ))}
    </div>
  );
}

/** Nothing but tags that stand in the rail: an empty box would only take room. */
function isEmptied(node: TagNode, moved: ReadonlySet<string>): boolean {
  if (node.tag !== "View" || node.children.length === 0) return moved.has(node.path);
  return node.children.every((child) => isEmptied(child, moved));
}

function Tag({ node, context }: { readonly node: TagNode; readonly context: TreeContext }): ReactNode {
  const { ui, state, moved } = context;
  if (isEmptied(node, moved) || !isVisible(node, state)) return null;
  switch (node.tag) {
    case "View":
      return <View node={node} context={context} />;
    case "Header":
      return <Header node={node} ui={ui} />;
    case "Style":
      return null;
    default:
      return <ObjectTag node={node} context={context} />;
  }
}

function viewOf(object: ObjectModel): ReactNode {
  switch (object.kind) {
    case "text":
      return <TextView model={object} />;
    case "image":
      return <ImageView model={object} />;
    case "audio":
      return <AudioView model={object} />;
    default:
      return null;
  }
}

/** A written answer takes room: it stays where the author put it, below the header that asks for it. */
function writtenQuestion(model: TextAreaModel, ui: LabelInterface): ReactNode {
  const header = headerOf(ui, model.node);
  return <TextAreaView model={model} title={header ?? humanName(model.name)} titled={header !== null} region={null} />;
}

function ObjectTag({ node, context }: { readonly node: TagNode; readonly context: TreeContext }): ReactNode {
  const name = attr(node, "name") ?? "";
  const object = context.ui.objects.get(name);
  const control = context.ui.controls.get(name);
  const view =
    object?.node === node
      ? viewOf(object)
      : control?.node === node && control.kind === "textarea"
        ? writtenQuestion(control, context.ui)
        : null;
  return (
    <TagBoundary tag={node.tag}>
      <Suspense fallback={null}>{view ?? <Placeholder node={node} context={context} />}</Suspense>
    </TagBoundary>
  );
}

function movedPaths(ui: LabelInterface): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { control, headerPath } of railGroups(ui)) {
    paths.add(control.node.path);
    if (headerPath !== null) paths.add(headerPath);
  }
  // Questions about a region stand with the region, in the panel.
  for (const control of ui.controls.values()) {
    const isMoved = control.kind === "choices" || (control.kind === "textarea" && control.perRegion);
    if (isMoved || control.kind === "shape") paths.add(control.node.path);
  }
  return paths;
}

const SCOPE = "[data-author-scope]";

/** Puts the rules of all `<Style>` tags in force while the config is on the page. */
function useAuthorStyles(ui: LabelInterface): void {
  useEffect(() => {
    const styles = ui.root === null ? [] : [...walk(ui.root)].filter((node) => node.tag === "Style");
    const css = styles.map((node) => node.text).join("\n");
    if (css.trim() === "") return;
    const sheet = authorSheet(css, SCOPE);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    };
  }, [ui]);
}

export function MediumTree() {
  const { editor } = useEditor();
  const { ui, session } = editor;
  useStoreVersion(session.store);
  useKeys(session.selection);
  const moved = useMemo(() => movedPaths(ui), [ui]);
  useAuthorStyles(ui);
  const state = visibilityState(ui, session.store, editor.region(session.selection.only));
  const hasStage = (node: TagNode): boolean => [...walk(node)].some((inner) => inner.tag === "Image");
  if (ui.root === null) return null;
  return (
    <div className={styles.author} data-author-scope="">
      <Tag node={ui.root} context={{ ui, state, moved, hasStage }} />
    </div>
  );
}
