import { beforeEach, describe, expect, test } from "vitest";
import { at, makeStage, shape } from "../../../testing/stage";
import type { Point } from "./geometry";
import type { KeyNews } from "./key-news";
import { StageKeyboard } from "./keyboard";
import { isPolygon, type Outline } from "./outline";
import { begin } from "./tools/idle";
import type { Press } from "./tools/tool";

const TRIANGLE = {
  points: [
    { x: 100, y: 100 },
    { x: 200, y: 100 },
    { x: 100, y: 200 },
  ],
  closed: true,
};
const SQUARE = {
  points: [
    { x: 220, y: 220 },
    { x: 280, y: 220 },
    { x: 280, y: 280 },
    { x: 220, y: 280 },
  ],
  closed: true,
};

let stage: ReturnType<typeof makeStage>;
beforeEach(() => {
  stage = makeStage([shape("triangle", TRIANGLE), shape("square", SQUARE)]);
  stage.may.mode = "polygon";
});

function drag(from: Press, to: Press): void {
  const tool = begin(stage.hand, from);
  tool.move(to);
  tool.up(to);
}

function click(x: number, y: number, more: Partial<Press> = {}): void {
  drag(at(x, y, more), at(x, y, more));
}

function points(outline: Outline | undefined): readonly Point[] {
  if (outline === undefined || !isPolygon(outline)) throw new Error("no polygon");
  return outline.points;
}

describe("drawing by pointer", () => {
  test("clicks set corners, a click on the first one closes", () => {
    click(10, 10);
    click(50, 10);
    click(50, 60);
    expect(stage.done.added).toEqual([]);
    expect(points(stage.surface.draft?.outline)).toHaveLength(3);
    click(12, 11);
    expect(stage.done.added).toEqual([
      {
        points: [
          { x: 10, y: 10 },
          { x: 50, y: 10 },
          { x: 50, y: 60 },
        ],
        closed: true,
      },
    ]);
    expect(stage.surface.draft).toBeNull();
  });

  test("a double click closes; before three corners it sets one", () => {
    click(10, 10);
    click(10, 10);
    click(50, 10);
    click(50, 60);
    click(50, 61);
    expect(stage.done.added).toEqual([
      {
        points: [
          { x: 10, y: 10 },
          { x: 50, y: 10 },
          { x: 50, y: 60 },
        ],
        closed: true,
      },
    ]);
  });

  test("a corner follows the pointer while it is down, and stays on the picture", () => {
    drag(at(10, 10), at(-30, 500));
    expect(stage.hand.pen.points).toEqual([{ x: 0, y: 300 }]);
  });

  test("a corner is set over other shapes too; with Ctrl a click selects them", () => {
    click(250, 250);
    expect(stage.hand.pen.points).toHaveLength(1);
    stage.hand.pen.lift();
    click(250, 250, { adds: true });
    expect(stage.done.selected.at(-1)).toBe("square");
    expect(stage.hand.pen.isDown).toBe(false);
  });

  test("the middle button still moves the picture, and a gesture taken back takes its corner along", () => {
    click(10, 10);
    stage.surface.zoom(2);
    drag(at(50, 50, { button: 1 }), at(60, 60, { button: 1 }));
    begin(stage.hand, at(90, 90)).cancel();
    expect(stage.hand.pen.points).toHaveLength(1);
  });

  test("without a label nothing is drawn, and losing it gives the polygon up", () => {
    click(10, 10);
    stage.may.label = false;
    stage.hand.pen.redraw();
    expect(stage.hand.pen.isDown).toBe(false);
    click(10, 10);
    expect(stage.hand.pen.isDown).toBe(false);
  });
});

describe("changing by pointer", () => {
  beforeEach(() => stage.surface.setSelected(new Set(["triangle"])));

  test("a corner is dragged, the others stay", () => {
    drag(at(200, 100), at(250, 90));
    expect(stage.done.changed).toEqual([
      ["triangle", { ...TRIANGLE, points: [TRIANGLE.points[0], { x: 250, y: 90 }, TRIANGLE.points[2]] }, "Move point"],
    ]);
    expect(stage.surface.point).toBe(1);
  });

  test("a press on an edge puts a corner in there, and a drag takes it along", () => {
    click(150, 101);
    drag(at(100, 175), at(80, 180));
    const [first, second] = stage.done.changed;
    expect(points(first?.[1])).toEqual([TRIANGLE.points[0], { x: 150, y: 100 }, ...TRIANGLE.points.slice(1)]);
    expect(points(second?.[1]).at(-1)).toEqual({ x: 80, y: 180 });
    expect(stage.done.changed.map(([, , label]) => label)).toEqual(["Insert point", "Insert point"]);
  });

  test("Alt and a click take a corner out, but never one of the last three", () => {
    click(200, 100, { removes: true });
    expect(stage.done.changed).toEqual([]);
    stage.surface.setSelected(new Set(["square"]));
    click(280, 280, { removes: true });
    expect(points(stage.done.changed[0]?.[1])).toHaveLength(3);
    expect(stage.surface.point).toBeNull();
  });

  test("its inside moves the whole, up to the edge", () => {
    drag(at(120, 120), at(0, 130));
    expect(points(stage.done.changed[0]?.[1])).toEqual(TRIANGLE.points.map(({ x, y }) => ({ x: x - 100, y: y + 10 })));
  });

  test("nothing changes where nothing may be edited", () => {
    stage.may.edit = false;
    drag(at(200, 100), at(250, 90));
    drag(at(120, 120), at(0, 130));
    expect(stage.done.changed).toEqual([]);
  });
});

describe("keyboard", () => {
  function keys(...combos: readonly string[]): KeyNews[] {
    const news: KeyNews[] = [];
    const keyboard = new StageKeyboard(stage.hand, (one) => news.push(one));
    for (const combo of combos) keyboard.press(combo);
    return news;
  }

  test("Enter sets corners at the cross; once more without moving it closes", () => {
    keys("right", "enter", "shift+right", "enter", "shift+down", "enter", "enter");
    expect(stage.done.added).toEqual([
      {
        points: [
          { x: 200, y: 150 },
          { x: 210, y: 150 },
          { x: 210, y: 160 },
        ],
        closed: true,
      },
    ]);
    expect(stage.surface.cross).toBeNull();
  });

  test("two corners enclose nothing, Backspace takes them back", () => {
    const news = keys("right", "enter", "shift+right", "enter", "enter", "backspace", "backspace");
    expect(stage.done.added).toEqual([]);
    expect(news.map(({ kind }) => kind)).toEqual(["cross", "point", "cross", "point", "few", "point", "cancelled"]);
    expect(stage.surface.draft).toBeNull();
  });

  test("after drawing by pointer Enter closes and Escape gives up", () => {
    click(10, 10);
    click(50, 10);
    click(50, 60);
    keys("enter");
    expect(stage.done.added).toHaveLength(1);
    click(10, 10);
    keys("escape");
    expect(stage.hand.pen.isDown).toBe(false);
    expect(stage.done.added).toHaveLength(1);
  });

  test("arrows nudge the whole; Enter takes hold of corner after corner, which arrows then move", () => {
    stage.surface.setSelected(new Set(["triangle"]));
    keys("left", "enter", "enter", "shift+up", "escape", "up");
    expect(stage.done.changed.map(([, , label]) => label)).toEqual(["Nudge", "Nudge point", "Nudge"]);
    expect(points(stage.done.changed[1]?.[1])[1]).toEqual({ x: 199, y: 90 });
  });

  test("Insert puts a corner in behind the one in hand, Delete takes it out, down to three", () => {
    stage.surface.setSelected(new Set(["triangle"]));
    const news = keys("enter", "insert", "delete", "delete");
    expect(points(stage.done.changed[0]?.[1])[1]).toEqual({ x: 150, y: 100 });
    expect(points(stage.done.changed[1]?.[1])).toEqual(TRIANGLE.points);
    expect(news.at(-1)).toEqual({ kind: "few" });
  });

  test("with no corner in hand Delete is left to the page", () => {
    stage.surface.setSelected(new Set(["triangle"]));
    expect(new StageKeyboard(stage.hand, () => undefined).press("delete")).toBe(false);
  });
});
