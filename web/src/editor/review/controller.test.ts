import { describe, expect, test } from "vitest";
import { setAnswer } from "../core/commands";
import { MemoryJournal } from "../core/journal";
import type { Json } from "../core/json";
import {
  type CommentHost,
  HostConflict,
  HostRefused,
  type LabelTask,
  type StoredAnnotation,
  type Version,
} from "../host";
import { ReviewController, type ReviewNotice } from "./controller";
import { HostJudged, type ReviewHost, type ReviewProject, type Verdict } from "./host";

const CONFIG = `<View><Text name="t" value="$t"/>
  <Choices name="c" toName="t" required="true"><Choice value="X"/><Choice value="Y"/></Choices></View>`;
const ME = { id: 1, name: "Ada" };
const chosen = (value: string): Json => [
  { id: "c1", from_name: "c", to_name: "t", type: "choices", value: { choices: [value] } },
];

function annotation(id: number, more: Partial<StoredAnnotation> = {}): StoredAnnotation {
  return {
    id,
    result: chosen("X"),
    userId: 7,
    userName: "Noor",
    createdAt: "",
    updatedAt: "",
    wasCancelled: false,
    groundTruth: false,
    leadTime: 100,
    rev: 3,
    reviewState: "pending",
    ...more,
  };
}

function task(id: number, annotations: readonly StoredAnnotation[] = [annotation(id * 10)]): LabelTask {
  return {
    id,
    number: id,
    data: { t: `task ${id}` },
    createdAt: "",
    annotations,
    predictions: [],
    drafts: [],
    openComments: 0,
  };
}

/** Nobody says anything. */
const NO_COMMENTS: CommentHost = {
  list: () => Promise.resolve([]),
  add: () => Promise.resolve(),
  setResolved: () => Promise.resolve(),
  people: () => Promise.resolve([]),
};

/** A host in memory: hands out what awaits a verdict by number, as the server does. */
class MemoryReviews implements ReviewHost {
  readonly journal = new MemoryJournal();
  readonly comments = NO_COMMENTS;
  readonly verdicts: Verdict[] = [];
  readonly released: number[] = [];
  readonly deleted: number[] = [];
  refuses: Error | null = null;
  readonly #tasks: readonly LabelTask[];

  readonly #judgesOwn: boolean;

  constructor(tasks: readonly LabelTask[], judgesOwn: boolean) {
    this.#tasks = tasks;
    this.#judgesOwn = judgesOwn;
  }

  #awaits(one: LabelTask): boolean {
    return one.annotations.some(
      ({ id, userId, reviewState, wasCancelled }) =>
        !wasCancelled &&
        reviewState === "pending" &&
        (this.#judgesOwn || userId !== ME.id) &&
        !this.verdicts.some((known) => known.annotationId === id),
    );
  }
  loadNext = (passed: readonly number[]): Promise<LabelTask | null> =>
    Promise.resolve(this.#tasks.find((one) => !passed.includes(one.id) && this.#awaits(one)) ?? null);
  loadTask = (id: number): Promise<LabelTask> => {
    const found = this.#tasks.find((one) => one.id === id);
    return found === undefined ? Promise.reject(new Error("no such task")) : Promise.resolve(found);
  };
  queue = () => {
    const left = this.#tasks.filter((one) => this.#awaits(one)).length;
    return Promise.resolve({ left, done: this.#tasks.length - left });
  };
  judge = (verdict: Verdict): Promise<number> => {
    if (this.refuses !== null) return Promise.reject(this.refuses);
    this.verdicts.push(verdict);
    return Promise.resolve(500 + this.verdicts.length);
  };
  takeBack = (): Promise<void> => {
    this.verdicts.pop();
    return Promise.resolve();
  };
  release = (id: number): void => void this.released.push(id);
  loadText = (): Promise<string> => Promise.resolve("");
  saveDraft = () => Promise.resolve({ id: 50, rev: 1 });
  versions = (): Promise<readonly Version[]> => Promise.resolve([]);
  deleteDraft = (id: number): Promise<void> => {
    this.deleted.push(id);
    return Promise.resolve();
  };
}

const PROJECT: ReviewProject = {
  id: 1,
  title: "P",
  config: CONFIG,
  instruction: "",
  showsInstruction: false,
  showsSkip: false,
  allowsEmpty: true,
  total: 0,
  done: 0,
  needsReason: true,
  rejects: "requeue",
  judgesOwn: false,
};

async function open(tasks: readonly LabelTask[], project: Partial<ReviewProject> = {}) {
  const host = new MemoryReviews(tasks, project.judgesOwn ?? false);
  const notices: ReviewNotice[] = [];
  const controller = new ReviewController({
    host,
    project: { ...PROJECT, ...project },
    user: ME,
    timers: { now: () => 0, after: () => () => undefined },
    openChannel: () => ({ postMessage: () => undefined, onmessage: null, close: () => undefined }),
    tabId: "tab",
    onNotice: (notice) => notices.push(notice),
  });
  await controller.start();
  return { host, notices, controller, shown: () => controller.state.value };
}

function answer(controller: ReviewController, value: string): void {
  const session = controller.state.value.work?.session;
  if (session === undefined) throw new Error("nothing is open");
  const question = { fromName: "c", toName: "t", type: "choices", region: null };
  session.history.run(
    "Answer",
    setAnswer(session.store, question, { kind: "choices", chosen: value === "" ? [] : [[value]] }, "c2"),
  );
}

describe("a verdict", () => {
  test("accepts what was handed in and opens the next task", async () => {
    const { host, controller, shown } = await open([task(1), task(2)]);
    expect(shown().queue).toEqual({ left: 2, done: 0 });
    await controller.accept();
    expect(host.verdicts).toMatchObject([{ annotationId: 10, rev: 3, accepted: true, result: null, comment: "" }]);
    expect(shown().task?.id).toBe(2);
    expect(shown().queue).toEqual({ left: 1, done: 1 });
    await controller.accept();
    expect(shown().phase.kind).toBe("finished");
  });

  test("rejects with its reason", async () => {
    const { host, notices, controller } = await open([task(1)]);
    await controller.reject({ comment: "Decades count as dates.", removes: false });
    expect(host.verdicts).toMatchObject([{ accepted: false, comment: "Decades count as dates.", result: null }]);
    expect(notices).toEqual([{ kind: "rejected", task: 1 }]);
  });

  test("goes through the annotations of a task, oldest first, without skips, settled ones and the reviewer's own", async () => {
    const all = [
      annotation(13),
      annotation(12, { userId: ME.id }),
      annotation(11),
      annotation(14, { reviewState: "accepted" }),
      annotation(15, { wasCancelled: true }),
    ];
    const { host, controller, shown } = await open([task(1, all), task(2)]);
    expect(shown().tabs.map(({ key }) => key)).toEqual(["a11", "a13"]);
    await controller.accept();
    expect([shown().task?.id, shown().work?.tab.key]).toEqual([1, "a13"]);
    await controller.accept();
    expect(shown().task?.id).toBe(2);
    expect(host.verdicts.map(({ annotationId }) => annotationId)).toEqual([11, 13]);
  });

  test("is not said of an earlier version that is looked at, which is left behind with the task", async () => {
    const { host, controller, shown } = await open([task(1, [annotation(11), annotation(12)]), task(2)]);
    const about = { action: "submitted", authorName: "Noor", createdAt: "", comment: "" };
    await controller.openVersion(annotation(11), { ...about, id: 30, rev: 1, result: chosen("Y") }, "Version 1");
    expect(shown().tabs.map(({ key }) => key)).toEqual(["a11", "a12", "v30"]);
    expect(shown().work?.session.result()).toEqual(chosen("Y"));
    await controller.accept();
    controller.fix();
    expect([host.verdicts, shown().fixing]).toEqual([[], false]);
    await controller.openTab("a12");
    await controller.accept();
    expect(shown().tabs.map(({ key }) => key)).toEqual(["a11"]);
    await controller.accept();
    expect(shown().task?.id).toBe(2);
    expect(host.verdicts.map(({ annotationId }) => annotationId)).toEqual([12, 11]);
  });

  test("includes the reviewer's own work where the project allows it", async () => {
    const { shown } = await open([task(1, [annotation(12, { userId: ME.id })])], { judgesOwn: true });
    expect(shown().tabs.map(({ key }) => key)).toEqual(["a12"]);
  });

  test("by somebody else goes on to the next, and says who it was", async () => {
    const { host, notices, controller, shown } = await open([task(1, [annotation(11), annotation(12)])]);
    host.refuses = new HostJudged({ by: "Rune", accepted: false });
    await controller.accept();
    expect(notices).toEqual([{ kind: "judged", by: "Rune", accepted: false }]);
    expect(shown().work?.tab.key).toBe("a12");
  });

  test("on work that changed meanwhile is not given; the work is shown anew", async () => {
    const { host, notices, controller, shown } = await open([task(1)]);
    const before = shown().work;
    host.refuses = new HostConflict({ id: 10, rev: 4, result: [] });
    await controller.accept();
    expect(notices).toEqual([{ kind: "changed" }]);
    expect(shown().work).not.toBe(before);
    expect(shown().task?.id).toBe(1);
  });

  test("that is refused leaves everything as it is, with the server's words", async () => {
    const { host, controller, shown } = await open([task(1)]);
    host.refuses = new HostRefused(403, "Your own work is reviewed by somebody else.");
    await controller.accept();
    expect(shown()).toMatchObject({ refusal: "Your own work is reviewed by somebody else.", busy: false });
    expect(shown().task?.id).toBe(1);
  });

  test("can be taken back once", async () => {
    const { host, controller, shown } = await open([task(1), task(2)]);
    expect(controller.canTakeBack).toBe(false);
    await controller.accept();
    await controller.takeBack();
    expect(host.verdicts).toEqual([]);
    expect(shown().task?.id).toBe(1);
    expect(controller.canTakeBack).toBe(false);
  });
});

describe("fixing", () => {
  test("sends what was corrected, and removes its draft", async () => {
    const { host, notices, controller, shown } = await open([task(1)]);
    controller.fix();
    expect(shown().fixing).toBe(true);
    answer(controller, "Y");
    await controller.accept();
    expect(host.verdicts[0]?.result).toMatchObject([{ value: { choices: ["Y"] } }]);
    expect(notices).toEqual([{ kind: "fixed", task: 1 }]);
    expect(host.deleted).toEqual([50]);
  });

  test("without a change is a plain acceptance", async () => {
    const { host, controller } = await open([task(1)]);
    controller.fix();
    await controller.accept();
    expect(host.verdicts[0]?.result).toBeNull();
  });

  test("asks for answers that are required", async () => {
    const { host, controller, shown } = await open([task(1)]);
    controller.fix();
    answer(controller, "");
    await controller.accept();
    expect(shown().open?.control).toBe("c");
    expect(host.verdicts).toEqual([]);
  });

  test("given up shows the work as it was handed in", async () => {
    const { host, controller, shown } = await open([task(1)]);
    controller.fix();
    answer(controller, "Y");
    await shown().work?.saver?.flush();
    await controller.stopFixing();
    expect(shown().fixing).toBe(false);
    expect(shown().work?.session.result()).toMatchObject([{ value: { choices: ["X"] } }]);
    expect(host.deleted).toEqual([50]);
  });

  test("of an earlier visit is taken up again", async () => {
    const draft = { id: 50, annotationId: 10, userId: ME.id, result: chosen("Y"), leadTime: 0, rev: 2, updatedAt: "" };
    const { host, controller, shown } = await open([{ ...task(1), drafts: [draft] }]);
    expect(shown().fixing).toBe(true);
    await controller.accept();
    expect(host.verdicts[0]?.result).toMatchObject([{ value: { choices: ["Y"] } }]);
  });
});

describe("walking", () => {
  test("puts tasks off, lets them go, and comes back to them", async () => {
    const { host, controller, shown } = await open([task(1), task(2)]);
    await controller.next();
    expect([shown().task?.id, host.released]).toEqual([2, [1]]);
    await controller.next();
    expect(shown()).toMatchObject({ phase: { kind: "finished" }, passed: [1, 2] });
    await controller.again();
    expect([shown().task?.id, shown().passed]).toEqual([1, []]);
    await controller.next();
    await controller.previous();
    expect([shown().task?.id, shown().passed]).toEqual([1, []]);
  });

  test("back to a task that was judged meanwhile says so and goes on", async () => {
    const gone = task(1, [annotation(10)]);
    const { host, notices, controller, shown } = await open([gone, task(2)]);
    await controller.next();
    host.loadTask = () => Promise.resolve(task(1, [annotation(10, { reviewState: "accepted" })]));
    host.verdicts.push({ ...EMPTY_VERDICT, annotationId: 10 });
    await controller.previous();
    expect(notices).toEqual([{ kind: "gone" }]);
    expect(shown().task?.id).toBe(2);
  });

  test("away lets the task go", async () => {
    const { host, controller } = await open([task(1)]);
    await controller.close();
    expect(host.released).toEqual([1]);
  });
});

const EMPTY_VERDICT: Verdict = {
  annotationId: 0,
  rev: 1,
  accepted: true,
  comment: "",
  result: null,
  removes: false,
  startedAt: "",
};
