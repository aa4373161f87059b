import { describe, expect, test } from "vitest";
import { type DraftToSave, HostConflict, HostOffline } from "../host";
import { buildInterface } from "../tags/interface";
import { addRegion } from "./commands";
import { DraftSaver, type Timers } from "./draft-saver";
import { MemoryJournal } from "./journal";
import { AnnotationSession } from "./session";

const ui = buildInterface(
  '<View><Text name="t" value="$t"/><Labels name="l" toName="t"><Label value="A"/></Labels></View>',
  { t: "text" },
);

/** A clock that goes when it is told to. */
class Clock implements Timers {
  #now = 0;
  #due: { at: number; run: () => void }[] = [];

  readonly now = (): number => this.#now;
  readonly after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + ms, run };
    this.#due.push(timer);
    return () => {
      this.#due = this.#due.filter((other) => other !== timer);
    };
  };

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#due.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#now = next.at;
      this.#due = this.#due.filter((timer) => timer !== next);
      next.run();
      await settle();
    }
    this.#now = end;
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}

function start() {
  const clock = new Clock();
  const session = new AnnotationSession({
    target: "x",
    codecs: ui.codecs,
    base: { draftId: null, annotationId: null, rev: null, result: "[]" },
    leadTime: 0,
    readOnly: false,
    journal: new MemoryJournal(),
    now: clock.now,
  });
  const requests: { draft: DraftToSave; keepalive: boolean; at: number }[] = [];
  const answer: { next: () => Promise<{ id: number; rev: number }> } = {
    next: () => Promise.resolve({ id: 7, rev: requests.length }),
  };
  const saver = new DraftSaver({
    session,
    taskId: 3,
    timers: clock,
    save: (draft, { keepalive }) => {
      requests.push({ draft, keepalive, at: clock.now() });
      return answer.next();
    },
  });
  let serial = 0;
  const edit = (): void => {
    const id = `r${++serial}`;
    const value = { kind: "span" as const, start: 0, end: 2, labels: ["A"] };
    session.history.run("Add", addRegion(session.store, { id, fromName: "l", toName: "t", type: "labels", value }));
  };
  return { clock, session, saver, requests, answer, edit };
}

describe("DraftSaver", () => {
  test("saves a second after the last change", async () => {
    const { clock, saver, requests, edit } = start();
    edit();
    await clock.advance(900);
    edit();
    await clock.advance(900);
    expect(requests).toHaveLength(0);
    expect(saver.state.value.kind).toBe("unsaved");
    await clock.advance(100);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.draft.result).toHaveLength(2);
    expect(saver.state.value.kind).toBe("saved");
  });

  test("saves at the latest every five seconds while changes go on", async () => {
    const { clock, requests, edit } = start();
    for (let at = 0; at < 12_000; at += 500) {
      edit();
      await clock.advance(500);
    }
    expect(requests.length).toBeGreaterThanOrEqual(2);
    expect(requests[0]?.at).toBeLessThanOrEqual(5000);
  });

  test("the second save names the draft and the revision of the first", async () => {
    const { clock, requests, edit } = start();
    edit();
    await clock.advance(1000);
    edit();
    await clock.advance(1000);
    expect(requests.map(({ draft }) => [draft.draftId, draft.rev])).toEqual([
      [null, null],
      [7, 1],
    ]);
  });

  test("what changes while a save is on its way is saved after it", async () => {
    const { clock, session, saver, requests, answer, edit } = start();
    let finish: (saved: { id: number; rev: number }) => void = () => undefined;
    answer.next = () => new Promise((resolve) => (finish = resolve));
    edit();
    await clock.advance(1000);
    edit();
    finish({ id: 7, rev: 1 });
    await settle();
    expect(session.dirty).toBe(true);
    expect(saver.state.value.kind).toBe("unsaved");
    answer.next = () => Promise.resolve({ id: 7, rev: 2 });
    await clock.advance(1000);
    expect(requests).toHaveLength(2);
    expect(saver.state.value.kind).toBe("saved");
  });

  test("without a network it tries again, ever more rarely, and loses nothing", async () => {
    const { clock, session, saver, requests, answer, edit } = start();
    answer.next = () => Promise.reject(new HostOffline());
    edit();
    await clock.advance(1000);
    expect(saver.state.value.kind).toBe("offline");
    edit();
    await clock.advance(2000);
    await clock.advance(4000);
    expect(requests.map(({ at }) => at)).toEqual([1000, 3000, 7000]);
    answer.next = () => Promise.resolve({ id: 7, rev: 1 });
    await saver.flush();
    expect(session.dirty).toBe(false);
    expect(saver.state.value.kind).toBe("saved");
  });

  test("a conflict stops saving until the person has chosen", async () => {
    const { clock, session, saver, requests, answer, edit } = start();
    answer.next = () => Promise.reject(new HostConflict({ id: 7, rev: 4, result: [] }));
    edit();
    await clock.advance(1000);
    expect(saver.state.value.kind).toBe("conflict");
    edit();
    await clock.advance(60_000);
    expect(requests).toHaveLength(1);
    answer.next = () => Promise.resolve({ id: 7, rev: 5 });
    session.rebase({ draftId: 7, annotationId: null, rev: 4, result: "[]" });
    saver.resolved();
    await clock.advance(0);
    expect(requests.at(-1)?.draft).toMatchObject({ draftId: 7, rev: 4 });
    expect(saver.state.value.kind).toBe("saved");
  });

  test("leaving the page saves at once and outlives it", async () => {
    const { saver, requests, edit } = start();
    edit();
    await saver.flush({ keepalive: true });
    expect(requests).toMatchObject([{ keepalive: true, at: 0 }]);
  });

  test("nothing is saved without a change, nor after it was stopped", async () => {
    const { clock, saver, requests, edit } = start();
    await saver.flush();
    edit();
    await saver.stop();
    await clock.advance(60_000);
    expect(requests).toHaveLength(0);
  });
});
