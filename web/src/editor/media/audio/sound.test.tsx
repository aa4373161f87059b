import { beforeEach, describe, expect, test } from "vitest";
import { SoundKeys, type SoundNews } from "./keys";
import { Player } from "./player";
import type { Section } from "./section-index";
import { AudioSurface } from "./surface";
import type { Span } from "./timeline";
import { begin } from "./tools/idle";
import type { Press, SoundHand } from "./tools/tool";

const section = (key: string, start: number, end: number, locked = false): Section => ({
  key,
  start,
  end,
  channel: 0,
  colour: "red",
  name: key,
  suggested: false,
  locked,
});

/** A recording of 100 seconds on a stage of 1000 pixels: ten pixels to a second. */
function makeSound() {
  const element = (width: number, height: number): HTMLElement => {
    const made = document.createElement("div");
    Object.defineProperties(made, { clientWidth: { value: width }, clientHeight: { value: height } });
    return made;
  };
  const canvas = (): HTMLCanvasElement => document.createElement("canvas");
  const surface = new AudioSurface({
    stage: element(1000, 200),
    wave: canvas(),
    marks: canvas(),
    cursor: element(2, 180),
    overview: element(1000, 36),
    overviewWave: canvas(),
    frame: element(1000, 36),
    duration: 100,
    splits: false,
    gain: 1,
  });
  surface.load([section("a", 20, 40), section("inside", 28, 32), section("locked", 60, 70, true)]);
  const may = { edit: true, label: true };
  const done = {
    added: [] as Span[],
    changed: [] as [string, Span, string][],
    selected: [] as (string | null)[],
    sought: [] as number[],
  };
  const hand: SoundHand = {
    surface,
    mayEdit: () => may.edit,
    newSection: ({ start, end }) => (may.label ? section("draft", start, end) : null),
    add: (span) => void done.added.push(span),
    change: (key, span, label) => {
      done.changed.push([key, span, label]);
      const old = surface.index.get(key);
      if (old !== undefined) surface.update([[key, { ...old, ...span }]]);
    },
    select: (key) => {
      done.selected.push(key);
      surface.setSelected(new Set(key === null ? [] : [key]));
    },
    seek: (time) => void done.sought.push(time),
  };
  return { surface, hand, done, may };
}

let sound: ReturnType<typeof makeSound>;
beforeEach(() => {
  sound = makeSound();
});

function at(time: number, more: Partial<Press> = {}): Press {
  return { x: time * 10, time, lane: 0, button: 0, adds: false, ...more };
}

function drag(from: Press, to: Press): void {
  const tool = begin(sound.hand, from);
  tool.move(to);
  tool.up(to);
}

describe("pointer", () => {
  test("a drag draws a section, in either direction, cut at the end", () => {
    drag(at(90), at(120));
    drag(at(50.5), at(45.25));
    expect(sound.done.added).toEqual([
      { start: 90, end: 100 },
      { start: 45.25, end: 50.5 },
    ]);
  });

  test("a click goes there and selects what is there: the shortest first, then what lies under it", () => {
    drag(at(30), at(30.1));
    drag(at(30), at(30.1));
    drag(at(50), at(50));
    expect(sound.done.selected).toEqual(["inside", "a", null]);
    expect(sound.done.sought).toEqual([30, 30, 50]);
    expect(sound.done.added).toEqual([]);
  });

  test("a selected section is moved by its inside and changed by its edges", () => {
    sound.surface.setSelected(new Set(["a"]));
    drag(at(25), at(10));
    drag(at(25.2), at(30));
    drag(at(5), at(50));
    expect(sound.done.changed).toEqual([
      ["a", { start: 5, end: 25 }, "Move"],
      ["a", { start: 5, end: 29.8 }, "Resize"],
      ["a", { start: 29.79, end: 29.8 }, "Resize"],
    ]);
  });

  test("locked sections, and all while nothing may be edited, are only selected", () => {
    sound.surface.setSelected(new Set(["locked"]));
    sound.may.label = false;
    drag(at(65), at(80));
    sound.may.edit = false;
    sound.surface.setSelected(new Set(["a"]));
    drag(at(25), at(10));
    expect(sound.done.changed).toEqual([]);
    expect(sound.done.added).toEqual([]);
  });

  test("without a label a drag moves the window", () => {
    sound.may.label = false;
    sound.surface.zoom(4, 500);
    const before = sound.surface.timeline.value.start;
    const press = (x: number): Press => ({ ...at(80), x });
    drag(press(500), press(400));
    expect(sound.surface.timeline.value.start).toBeCloseTo(before + 2.5, 6);
  });

  test("a gesture taken back changes nothing", () => {
    const tool = begin(sound.hand, at(50));
    tool.move(at(55));
    tool.cancel();
    expect(sound.done.added).toEqual([]);
  });
});

describe("keyboard", () => {
  function keys(...combos: readonly (string | number)[]): SoundNews[] {
    const news: SoundNews[] = [];
    const player = new Player(document.createElement("audio"), {});
    const keyboard = new SoundKeys(sound.hand, player, (one) => news.push(one));
    for (const combo of combos) {
      if (typeof combo === "number") player.time.set(combo);
      else keyboard.press(combo);
    }
    return news;
  }

  test("Enter begins a section where playback stands and ends it there", () => {
    expect(keys(12, "enter", 15.5, "enter")).toEqual(["begun", "ended"]);
    expect(sound.done.added).toEqual([{ start: 12, end: 15.5 }]);
  });

  test("Escape takes a begun section back, and without a label none is begun", () => {
    expect(keys(12, "enter", "escape", "escape")).toEqual(["begun", "cancelled"]);
    sound.may.label = false;
    expect(keys("enter", "enter")).toEqual([]);
    expect(sound.done.added).toEqual([]);
  });

  test("arrows move the end of the selected section, with Alt its beginning", () => {
    sound.surface.setSelected(new Set(["a"]));
    keys("right", "shift+left", "alt+right", "alt+shift+left");
    expect(sound.done.changed.map(([, span]) => span)).toEqual([
      { start: 20, end: 40.01 },
      { start: 20, end: 39.91 },
      { start: 20.01, end: 39.91 },
      { start: 19.91, end: 39.91 },
    ]);
  });
});

describe("player", () => {
  test("speeds go up and down in steps and stop at the ends", () => {
    const media = document.createElement("audio");
    const player = new Player(media, { speed: 2 });
    for (let step = 0; step < 9; step += 1) player.stepSpeed(1);
    expect(player.state.value.speed).toBe(3);
    for (let step = 0; step < 20; step += 1) player.stepSpeed(-1);
    expect([player.state.value.speed, media.playbackRate]).toEqual([0.25, 0.25]);
  });
});
