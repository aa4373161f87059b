import { describe, expect, test } from "vitest";
import { addRegion, setAnswer } from "../core/commands";
import { MemoryJournal } from "../core/journal";
import type { Json } from "../core/json";
import { Observable } from "../core/observable";
import {
  type CommentHost,
  HostConflict,
  HostOffline,
  type LabelHost,
  type LabelTask,
  type OutboxItem,
  type Predicted,
  type StoredAnnotation,
  type Submission,
  type Version,
} from "../host";
import { LabelController, type Notice } from "./controller";
import { copied } from "./submission";

const CONFIG = `<View><Text name="t" value="$t"/><Labels name="l" toName="t"><Label value="A"/></Labels>
  <Choices name="c" toName="t" required="true"><Choice value="X"/></Choices></View>`;
const ME = { id: 1, name: "Ada" };
const SPAN: Json = {
  id: "s",
  from_name: "l",
  to_name: "t",
  type: "labels",
  value: { start: 0, end: 4, text: "task", labels: ["A"] },
};

function task(id: number, more: Partial<LabelTask> = {}): LabelTask {
  return {
    id,
    number: id,
    data: { t: `task ${id}` },
    createdAt: "",
    annotations: [],
    predictions: [],
    drafts: [],
    openComments: 0,
    ...more,
  };
}

function annotation(id: number, userId: number, result: Json = [], rev = 1): StoredAnnotation {
  return {
    id,
    result,
    userId,
    userName: `user ${userId}`,
    createdAt: "",
    updatedAt: "",
    wasCancelled: false,
    groundTruth: false,
    leadTime: 2,
    rev,
    reviewState: null,
  };
}

/** Nobody says anything. */
const NO_COMMENTS: CommentHost = {
  list: () => Promise.resolve([]),
  add: () => Promise.resolve(),
  setResolved: () => Promise.resolve(),
  people: () => Promise.resolve([]),
};

/** A host in memory that hands out tasks in order, as the server does. */
class MemoryHost implements LabelHost {
  readonly outbox = new Observable<readonly OutboxItem[]>([]);
  readonly taken = new Observable<number | null>(null);
  readonly journal = new MemoryJournal();
  readonly comments = NO_COMMENTS;
  readonly submitted: Submission[] = [];
  readonly released: (number | null)[] = [];
  readonly updates: { rev: number; result: readonly Json[] }[] = [];
  deliver: () => Promise<StoredAnnotation> = () => Promise.resolve(annotation(90, ME.id));
  update: LabelHost["update"] = (update) => {
    this.updates.push(update);
    return Promise.resolve(annotation(update.annotationId, ME.id, [...update.result], update.rev + 1));
  };
  readonly #tasks: LabelTask[];

  constructor(tasks: LabelTask[]) {
    this.#tasks = tasks;
  }

  loadNext = (after: number | null): Promise<LabelTask | null> => {
    const from = after === null ? 0 : this.#tasks.findIndex(({ id }) => id === after) + 1;
    return Promise.resolve(
      this.#tasks.slice(from).find(({ id }) => !this.submitted.some((one) => one.taskId === id)) ?? null,
    );
  };
  loadTask = (id: number): Promise<LabelTask> => {
    const found = this.#tasks.find((one) => one.id === id);
    return found === undefined ? Promise.reject(new Error("no such task")) : Promise.resolve(found);
  };
  prefetch = (): void => undefined;
  predict: LabelHost["predict"] = () => Promise.resolve(null);
  saveDraft = (): Promise<{ id: number; rev: number }> => Promise.resolve({ id: 50, rev: 1 });
  deleteDraft = (): Promise<void> => Promise.resolve();
  versions = (): Promise<readonly Version[]> => Promise.resolve([]);
  submit = (submission: Submission): Promise<{ readonly delivered: Promise<StoredAnnotation> }> => {
    this.submitted.push(submission);
    return Promise.resolve({ delivered: this.deliver() });
  };
  skip = this.submit;
  release = (id: number | null): void => void this.released.push(id);
  rejection = (): Promise<null> => Promise.resolve(null);
  loadText = (): Promise<string> => Promise.resolve("");
  retry = (): void => undefined;
  withdraw = (uniqueId: string): Promise<Submission | null> =>
    Promise.resolve(this.submitted.find((one) => one.uniqueId === uniqueId) ?? null);
}

function open(tasks: LabelTask[], taskId: number | null = null) {
  const host = new MemoryHost(tasks);
  const notices: Notice[] = [];
  const controller = new LabelController({
    host,
    project: {
      id: 1,
      title: "P",
      config: CONFIG,
      instruction: "",
      showsInstruction: false,
      showsSkip: true,
      allowsEmpty: false,
      total: 9,
      done: 3,
    },
    user: ME,
    taskId,
    tabId: "tab",
    timers: { now: () => 0, after: () => () => undefined },
    openChannel: () => ({ onmessage: null, postMessage: () => undefined, close: () => undefined }),
    onNotice: (notice) => notices.push(notice),
  });
  return { host, controller, notices };
}

function work(controller: LabelController) {
  const { work: open } = controller.state.value;
  if (open === null) throw new Error("nothing is open");
  return open;
}

function answer(controller: LabelController): void {
  const { session } = work(controller);
  const question = { fromName: "c", toName: "t", type: "choices", region: null };
  session.history.run("Answer", setAnswer(session.store, question, { kind: "choices", chosen: [["X"]] }, "answer"));
}

function label(controller: LabelController): void {
  const { session } = work(controller);
  const value = { kind: "span" as const, start: 0, end: 4, labels: ["A"] };
  session.history.run("Add", addRegion(session.store, { id: "s", fromName: "l", toName: "t", type: "labels", value }));
}

describe("the stream", () => {
  test("submitting opens the next task while the delivery goes on", async () => {
    const { host, controller, notices } = open([task(1), task(2)]);
    host.deliver = () => new Promise(() => undefined);
    await controller.start();
    expect(controller.state.value).toMatchObject({ position: 4, canGoBack: false });
    answer(controller);
    await controller.submit();
    expect(host.submitted).toMatchObject([{ taskId: 1, skipped: false, result: [{ value: { choices: ["X"] } }] }]);
    expect(controller.state.value).toMatchObject({ task: { id: 2 }, position: 5, canGoBack: true });
    expect(notices).toEqual(["submitted"]);
  });

  test("a required question stops the submit and is pointed at", async () => {
    const { host, controller } = open([task(1)]);
    await controller.start();
    label(controller);
    await controller.submit();
    expect(host.submitted).toEqual([]);
    expect(controller.state.value.open).toMatchObject({ control: "c" });
  });

  test("skipping asks nothing and carries what is there", async () => {
    const { host, controller } = open([task(1), task(2)]);
    await controller.start();
    label(controller);
    await controller.skip();
    expect(host.submitted).toMatchObject([{ taskId: 1, skipped: true }]);
    expect(host.submitted[0]?.result).toHaveLength(1);
  });

  test("previous and next walk along the tasks seen", async () => {
    const { controller } = open([task(1), task(2), task(3)]);
    await controller.start();
    await controller.next();
    expect(controller.state.value.task?.id).toBe(2);
    await controller.previous();
    expect(controller.state.value).toMatchObject({ task: { id: 1 }, position: 4, canGoBack: false });
    await controller.next();
    expect(controller.state.value).toMatchObject({ task: { id: 2 }, position: 5 });
  });

  test("the end of the queue is an end, with a way back", async () => {
    const { controller } = open([task(1)]);
    await controller.start();
    answer(controller);
    await controller.submit();
    expect(controller.state.value).toMatchObject({ phase: { kind: "finished" }, task: null, canGoBack: true });
    await controller.previous();
    expect(controller.state.value.task?.id).toBe(1);
  });

  test("when the next task cannot be loaded, the submitted one does not stay open", async () => {
    const { host, controller } = open([task(1)]);
    await controller.start();
    answer(controller);
    host.loadNext = () => Promise.reject(new HostOffline());
    await controller.submit();
    expect(host.submitted).toHaveLength(1);
    expect(controller.state.value).toMatchObject({ phase: { kind: "failed" }, work: null });
  });

  test("a task that somebody else took makes room for another", async () => {
    const { host, controller, notices } = open([task(1), task(2)]);
    await controller.start();
    host.loadNext = () => Promise.resolve(task(2));
    host.taken.set(1);
    await new Promise((resolve) => setTimeout(resolve));
    expect(controller.state.value.task?.id).toBe(2);
    expect(notices).toEqual(["taken"]);
  });

  test("a submission can be taken back and worked on again", async () => {
    const { host, controller } = open([task(1), task(2)]);
    await controller.start();
    answer(controller);
    await controller.submit();
    await controller.reopen(host.submitted[0]?.uniqueId ?? "");
    expect(controller.state.value.task?.id).toBe(1);
    expect(work(controller).session.result()).toMatchObject([{ value: { choices: ["X"] } }]);
  });

  test("leaving gives an untouched task back, never one with work in it", async () => {
    const untouched = open([task(1)]);
    await untouched.controller.start();
    await untouched.controller.close();
    expect(untouched.host.released).toEqual([1]);
    const touched = open([task(1)]);
    await touched.controller.start();
    label(touched.controller);
    await touched.controller.close();
    expect(touched.host.released).toEqual([null]);
  });
});

describe("tabs", () => {
  const rich = task(1, {
    annotations: [annotation(11, ME.id, [SPAN]), annotation(12, 2, [SPAN])],
    predictions: [{ id: 21, result: [SPAN], score: 0.5, modelVersion: "v1", createdAt: "" }],
  });

  test("mine, then others', then predictions; only mine can be changed", async () => {
    const { controller } = open([rich], 1);
    await controller.start();
    expect(controller.state.value.tabs.map(({ key, kind }) => [key, kind])).toEqual([
      ["a11", "mine"],
      ["a12", "other"],
      ["p21", "prediction"],
    ]);
    expect(work(controller).saver).not.toBeNull();
    await controller.openTab("p21");
    expect(work(controller).saver).toBeNull();
    await controller.submit();
    expect(controller.state.value.work?.tab.key).toBe("p21");
  });

  test("an earlier version opens beside the annotation, read-only, and can be gone on from", async () => {
    const stored = annotation(10, ME.id, [SPAN], 2);
    const { controller } = open([task(1, { annotations: [stored] }), task(2)]);
    await controller.start();
    const about = { action: "submitted", authorName: "Ada", createdAt: "", comment: "" };
    await controller.openVersion(stored, { ...about, id: 30, rev: 1, result: [] }, "Version 1");
    expect(work(controller).tab).toMatchObject({ key: "v30", kind: "version", title: "Version 1" });
    expect(work(controller).session.result()).toEqual([]);
    expect(work(controller).saver).toBeNull();
    expect(controller.state.value.tabs.map(({ key }) => key)).toEqual(["a10", "v30"]);
    await controller.openTab("a10", { result: [], parentPrediction: null, parentAnnotation: null });
    expect(work(controller).session.result()).toEqual([]);
    expect(work(controller).session.dirty).toBe(true);
    work(controller).session.history.undo();
    expect(work(controller).session.result()).toEqual([SPAN]);
    await controller.next();
    expect(controller.state.value.tabs.map(({ key }) => key)).toEqual(["new"]);
  });

  test("a copy of a prediction is new work that says where it comes from", async () => {
    const { host, controller } = open([rich], 1);
    await controller.start();
    await controller.openTab("p21");
    await controller.newAnnotation({ copy: true });
    const { session, tab } = work(controller);
    expect(tab.kind).toBe("new");
    const [item] = session.result();
    expect(item).toMatchObject({ origin: "prediction", value: { labels: ["A"] } });
    expect(item).not.toMatchObject({ id: "s" });
    answer(controller);
    await controller.submit();
    expect(host.submitted).toMatchObject([{ parentPrediction: 21, parentAnnotation: null }]);
  });

  test("what models say while a task is open comes as more tabs behind, and nothing else moves", async () => {
    const { host, controller } = open([rich], 1);
    const found = [{ id: 22, result: [SPAN], score: 0.9, modelVersion: "v2", createdAt: "" }];
    const answered = new Promise<void>((resolve) => {
      host.predict = async () => {
        await controller.openTab("p21");
        resolve();
        return { predictions: found, failed: true };
      };
    });
    await controller.start();
    const keys = () => controller.state.value.tabs.map(({ key }) => key);
    await answered;
    await new Promise((resolve) => setTimeout(resolve));
    expect(keys()).toEqual(["a11", "a12", "p21", "p22"]);
    expect(controller.state.value).toMatchObject({ modelsFailed: true, work: { tab: { key: "p21" } } });
    await controller.openTab("p22");
    expect(work(controller).session.result()).toMatchObject([SPAN]);
  });

  test("what models say of a task that was left is nobody's", async () => {
    const { host, controller } = open([task(1), task(2)]);
    let answer: (found: Predicted) => void = () => undefined;
    host.predict = (id) => (id === 1 ? new Promise((resolve) => (answer = resolve)) : Promise.resolve(null));
    await controller.start();
    await controller.next();
    answer({ predictions: [{ id: 5, result: [], score: null, modelVersion: "", createdAt: "" }], failed: true });
    await new Promise((resolve) => setTimeout(resolve));
    expect(controller.state.value).toMatchObject({ task: { id: 2 }, tabs: [{ kind: "new" }], modelsFailed: false });
  });

  test("an update goes over the revision it began from", async () => {
    const { host, controller, notices } = open([rich], 1);
    await controller.start();
    answer(controller);
    await controller.submit();
    expect(host.updates).toMatchObject([{ rev: 1, result: [SPAN, { from_name: "c" }] }]);
    expect(notices).toEqual(["updated"]);
  });

  test("in the stream, work that was sent back is changed and left behind", async () => {
    const returned = { ...annotation(11, ME.id, [SPAN]), reviewState: "returned" as const };
    const { host, controller } = open([task(1, { annotations: [returned] }), task(2)]);
    await controller.start();
    expect(work(controller).tab.key).toBe("a11");
    answer(controller);
    await controller.submit();
    expect(host.updates).toHaveLength(1);
    expect(controller.state.value.task?.id).toBe(2);
  });

  test("an update that meets another one asks which counts", async () => {
    const { host, controller } = open([rich], 1);
    await controller.start();
    answer(controller);
    const revs: number[] = [];
    host.update = (update) => {
      revs.push(update.rev);
      if (update.rev === 1) return Promise.reject(new HostConflict({ id: 11, rev: 8, result: [] }));
      return Promise.resolve(annotation(11, ME.id, [], 9));
    };
    await controller.submit();
    const { conflict } = controller.state.value;
    expect(conflict?.mine).toHaveLength(2);
    expect(conflict?.theirs).toEqual([]);
    conflict?.keepMine();
    await new Promise((resolve) => setTimeout(resolve));
    expect(revs).toEqual([1, 8]);
    expect(controller.state.value.conflict).toBeNull();
  });
});

test("copies get ids of their own, and what belongs together stays together", () => {
  const answerOf: Json = { id: "s", from_name: "c", to_name: "t", type: "choices", value: { choices: ["X"] } };
  const relation: Json = { type: "relation", from_id: "s", to_id: "s", direction: "right" };
  const [span, choice, related] = copied([SPAN, answerOf, relation, 7], false);
  const id = typeof span === "object" && span !== null && "id" in span ? span.id : null;
  expect(id).not.toBe("s");
  expect(choice).toMatchObject({ id });
  expect(related).toMatchObject({ from_id: id, to_id: id });
  expect(related).not.toHaveProperty("id");
});
