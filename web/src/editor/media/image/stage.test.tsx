import { beforeEach, describe, expect, test } from "vitest";
import { at, makeStage, shape } from "../../../testing/stage";
import type { Box } from "./geometry";
import type { KeyNews } from "./key-news";
import { StageKeyboard } from "./keyboard";
import { begin } from "./tools/idle";
import type { Press } from "./tools/tool";

const BOX: Box = { x: 100, y: 100, width: 50, height: 40, rotation: 0 };

let stage: ReturnType<typeof makeStage>;
beforeEach(() => {
  stage = makeStage([
    shape("a", BOX),
    shape("inside", { ...BOX, x: 110, y: 110, width: 10, height: 10 }),
    shape("locked", { ...BOX, x: 300 }, true),
  ]);
});

function drag(from: Press, to: Press): void {
  const tool = begin(stage.hand, from);
  tool.move(to);
  tool.up(to);
}

describe("pointer", () => {
  test("the picture fits the stage at its own size", () => {
    expect(stage.surface.viewport.value).toEqual({ scale: 1, x: 12, y: 12 });
  });

  test("a drag over nothing draws a box, cut at the picture's edge", () => {
    drag(at(200, 200), at(260, 350));
    expect(stage.done.added).toEqual([{ x: 200, y: 200, width: 60, height: 100, rotation: 0 }]);
    expect(stage.surface.draft).toBeNull();
  });

  test("a press without a drag selects: the smallest first, then what lies under it", () => {
    drag(at(115, 115), at(116, 115));
    drag(at(115, 115), at(115, 116));
    expect(stage.done.selected).toEqual(["inside", "a"]);
    expect(stage.done.added).toEqual([]);
  });

  test("a selected box is moved, and stops at the edge", () => {
    stage.surface.setSelected(new Set(["a"]));
    drag(at(140, 130), at(500, 140));
    expect(stage.done.changed).toEqual([["a", { ...BOX, x: 350, y: 110 }, "Move"]]);
  });

  test("its handles resize and turn it", () => {
    stage.surface.setSelected(new Set(["a"]));
    drag(at(150, 140), at(180, 160));
    expect(stage.done.changed[0]).toEqual(["a", { ...BOX, width: 80, height: 60 }, "Resize"]);
    drag(at(140, 76), at(300, 131, { constrains: true }));
    expect(stage.done.changed[1]?.[1]).toMatchObject({ rotation: 90 });
  });

  test("a gesture taken back changes nothing", () => {
    stage.surface.setSelected(new Set(["a"]));
    const tool = begin(stage.hand, at(130, 130));
    tool.move(at(200, 200));
    tool.cancel();
    expect(stage.done.changed).toEqual([]);
    expect(stage.surface.draft).toBeNull();
  });

  test("locked boxes, and all boxes while nothing may be edited, are only selected", () => {
    stage.may.label = false;
    drag(at(310, 110), at(330, 120));
    drag(at(310, 110), at(310, 110));
    stage.may.edit = false;
    drag(at(140, 135), at(180, 160));
    expect(stage.done.changed).toEqual([]);
    expect(stage.done.selected).toContain("locked");
  });

  test("the hand tool and the middle button move the picture", () => {
    stage.surface.zoom(2);
    const before = stage.surface.viewport.value;
    drag(at(200, 200, { button: 1 }), at(190, 195));
    expect(stage.surface.viewport.value).toMatchObject({ x: before.x - 10, y: before.y - 5 });
    stage.may.mode = "pan";
    drag(at(200, 200), at(190, 195));
    expect(stage.done.added).toEqual([]);
  });
});

describe("keyboard", () => {
  function keys(...combos: readonly string[]): KeyNews[] {
    const news: KeyNews[] = [];
    const keyboard = new StageKeyboard(stage.hand, (one) => news.push(one));
    for (const combo of combos) keyboard.press(combo);
    return news;
  }

  test("arrows bring up a cross in the middle and move it; Enter sets two corners", () => {
    const news = keys("right", "right", "shift+down", "enter", "shift+right", "down", "enter");
    expect(stage.done.added).toEqual([{ x: 201, y: 160, width: 10, height: 1, rotation: 0 }]);
    expect(news.map(({ kind }) => kind)).toEqual(["cross", "cross", "cross", "corner", "corner", "corner", "done"]);
    expect(stage.surface.cross).toBeNull();
  });

  test("Escape takes a begun box back", () => {
    keys("right", "enter", "shift+right", "shift+down", "escape");
    expect(stage.done.added).toEqual([]);
    expect(stage.surface.draft).toBeNull();
  });

  test("arrows nudge the selected box, Enter takes hold of its corner", () => {
    stage.surface.setSelected(new Set(["a"]));
    keys("left", "shift+up", "enter", "shift+right", "enter");
    expect(stage.done.changed).toMatchObject([
      ["a", { x: 99, y: 100, width: 50 }, "Nudge"],
      ["a", { x: 99, y: 90, width: 50 }, "Nudge"],
      ["a", { x: 99, y: 90, width: 60 }, "Resize"],
    ]);
  });

  test("without a label Enter begins nothing, and a locked box stays", () => {
    stage.may.label = false;
    keys("right", "enter");
    expect(stage.surface.draft).toBeNull();
    stage.surface.setSelected(new Set(["locked"]));
    keys("left", "enter");
    expect(stage.done.changed).toEqual([]);
  });
});
