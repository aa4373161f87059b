import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { Hotkeys } from "../../core/hotkeys";
import { MemoryJournal } from "../../core/journal";
import { AnnotationSession } from "../../core/session";
import type { Comment, CommentHost, NewComment } from "../../host";
import { buildInterface } from "../../tags/interface";
import { Editor } from "../editor";
import { EditorContext, type EditorContextValue } from "../editor-context";
import { CommentsPanel } from "./comments-panel";

const CONFIG = `<View><Text name="t" value="$t"/><Labels name="l" toName="t"><Label value="Date"/></Labels></View>`;
const REGION = {
  id: "r1",
  from_name: "l",
  to_name: "t",
  type: "labels",
  value: { start: 0, end: 4, text: "2034", labels: ["Date"] },
};

function comment(id: number, more: Partial<Comment> = {}): Comment {
  return {
    id,
    text: `remark ${id}`,
    authorName: "Noor",
    createdAt: "2026-11-20T10:00:00Z",
    annotationId: 10,
    regionId: null,
    isResolved: false,
    ...more,
  };
}

/** Comments in memory, kept as the server keeps them. */
class MemoryComments implements CommentHost {
  readonly added: NewComment[] = [];
  refuses: Error | null = null;
  #all: readonly Comment[];
  constructor(all: readonly Comment[]) {
    this.#all = all;
  }
  list = () => Promise.resolve(this.#all);
  add = (one: NewComment): Promise<void> => {
    if (this.refuses !== null) return Promise.reject(this.refuses);
    this.added.push(one);
    const { text, annotationId, regionId } = one;
    this.#all = [...this.#all, comment(100 + this.added.length, { text, annotationId, regionId, authorName: "Ada" })];
    return Promise.resolve();
  };
  setResolved = (id: number, isResolved: boolean): Promise<void> => {
    this.#all = this.#all.map((one) => (one.id === id ? { ...one, isResolved } : one));
    return Promise.resolve();
  };
  people = () =>
    Promise.resolve([
      { id: 1, name: "Ada Holm" },
      { id: 7, name: "Noor Berg" },
    ]);
}

function editorValue(): EditorContextValue {
  const ui = buildInterface(CONFIG, { t: "2034 is a year" });
  const session = new AnnotationSession({
    target: "x",
    codecs: ui.codecs,
    base: { draftId: null, annotationId: 10, rev: 1, result: JSON.stringify([REGION]) },
    leadTime: 0,
    readOnly: true,
    journal: new MemoryJournal(),
    now: () => 0,
  });
  const editor = new Editor({ ui, session, mayEdit: () => false, say: () => undefined, allSuggested: false });
  return { editor, hotkeys: new Hotkeys(), keys: new Map(), mayEdit: false, open: null, announce: () => undefined };
}

async function show(comments: readonly Comment[], annotationId: number | null = 10) {
  const host = new MemoryComments(comments);
  const value = editorValue();
  const counts: number[] = [];
  render(
    <EditorContext value={value}>
      <CommentsPanel
        host={host}
        taskId={5}
        annotationId={annotationId}
        asked={0}
        onOpen={(count) => void counts.push(count)}
      />
    </EditorContext>,
  );
  await screen.findByRole("textbox", { name: "Comment" });
  const { session } = value.editor;
  return { host, session, counts };
}

const field = (): HTMLElement => screen.getByRole("textbox", { name: "Comment" });

describe("what is shown", () => {
  test("is said of the task and of the open annotation, not of another one", async () => {
    await show([comment(1), comment(2, { annotationId: null }), comment(3, { annotationId: 11 })]);
    expect(await screen.findByText("remark 1")).toBeTruthy();
    expect(screen.getByText("remark 2")).toBeTruthy();
    expect(screen.queryByText("remark 3")).toBeNull();
  });

  test("is open; what is resolved comes on demand and can be opened again", async () => {
    const { counts } = await show([comment(1), comment(2, { isResolved: true })]);
    await screen.findByText("remark 1");
    expect(screen.queryByText("remark 2")).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Resolve" }));
    await userEvent.click(await screen.findByRole("button", { name: "Show 2 resolved" }));
    expect(screen.getAllByRole("button", { name: "Reopen" })).toHaveLength(2);
    expect(counts).toEqual([1, 0]);
  });

  test("leads to its region", async () => {
    const { session } = await show([comment(1, { regionId: "r1" }), comment(2, { regionId: "gone" })]);
    await userEvent.click(await screen.findByRole("button", { name: "on Date, region 1" }));
    expect(session.selection.keys.size).toBe(1);
    expect(screen.getByText("on a region that is gone")).toBeTruthy();
  });
});

describe("what is said", () => {
  test("goes to the annotation, or to its selected region", async () => {
    const { host, session } = await show([]);
    await userEvent.type(field(), "Plain{Control>}{Enter}{/Control}");
    const [key] = session.store.keys;
    if (key !== undefined) session.selection.select(key);
    await screen.findByText("On Date, region 1. @ names somebody.");
    await userEvent.type(field(), "Decades{Control>}{Enter}{/Control}");
    expect(host.added).toEqual([
      { taskId: 5, annotationId: 10, regionId: null, text: "Plain", mentions: [] },
      { taskId: 5, annotationId: 10, regionId: "r1", text: "Decades", mentions: [] },
    ]);
    expect(await screen.findByText("Decades")).toBeTruthy();
    expect(field()).toHaveProperty("value", "");
  });

  test("goes to the task where there is no annotation yet", async () => {
    const { host } = await show([], null);
    await userEvent.type(field(), "Unclear{Control>}{Enter}{/Control}");
    expect(host.added).toMatchObject([{ annotationId: null, regionId: null, text: "Unclear" }]);
  });

  test("names people chosen by keyboard", async () => {
    const { host } = await show([]);
    await userEvent.type(field(), "See @");
    expect(await screen.findAllByRole("option")).toHaveLength(2);
    await userEvent.keyboard("{ArrowDown}{Enter}please{Control>}{Enter}{/Control}");
    expect(host.added).toMatchObject([{ text: "See @Noor Berg please", mentions: [7] }]);
  });

  test("stays in the field when the server refuses it", async () => {
    const { host } = await show([]);
    host.refuses = new Error("no member of this project");
    await userEvent.type(field(), "See{Control>}{Enter}{/Control}");
    expect(field()).toHaveProperty("value", "See");
  });
});
