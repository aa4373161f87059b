import { describe, expect, test, vi } from "vitest";
import { comboOf, Hotkeys, KeyConflict, type KeyStroke, normalCombo } from "./hotkeys";

function stroke(key: string, options: Partial<KeyStroke> = {}): KeyStroke {
  return { key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...options };
}

const page = { inField: false };

describe("combinations", () => {
  test.each([
    [stroke("a"), "a"],
    [stroke("A", { shiftKey: true }), "shift+a"],
    [stroke("?", { shiftKey: true }), "?"],
    [stroke("z", { ctrlKey: true }), "ctrl+z"],
    [stroke("Z", { metaKey: true, shiftKey: true }), "ctrl+shift+z"],
    [stroke(" ", { ctrlKey: true }), "ctrl+space"],
    [stroke("ArrowLeft", { shiftKey: true }), "shift+left"],
    [stroke("!", { shiftKey: true, code: "Digit1" }), "shift+1"],
    [stroke("®", { altKey: true, code: "KeyR" }), "alt+r"],
    [stroke("Enter", { ctrlKey: true }), "ctrl+enter"],
  ])("%j is %s", (key, combo) => {
    expect(comboOf(key)).toBe(combo);
  });

  test("written combinations have one normal form", () => {
    expect(normalCombo("Shift + Ctrl+X")).toBe("ctrl+shift+x");
    expect(normalCombo("cmd+Return")).toBe("ctrl+enter");
    expect(normalCombo("+")).toBe("+");
  });
});

describe("Hotkeys", () => {
  test("the inner scope comes first, and may pass a key on", () => {
    const keys = new Hotkeys();
    const calls: string[] = [];
    keys.bind("editor", "left", { label: "editor", run: () => void calls.push("editor") });
    let takes = true;
    keys.bind("medium", "left", {
      label: "medium",
      run: () => {
        calls.push("medium");
        return takes;
      },
    });
    expect(keys.dispatch(stroke("ArrowLeft"), page)).toBe(true);
    takes = false;
    expect(keys.dispatch(stroke("ArrowLeft"), page)).toBe(true);
    expect(calls).toEqual(["medium", "medium", "editor"]);
  });

  test("a key typed in a field is no command, unless the command says so", () => {
    const keys = new Hotkeys();
    const label = vi.fn();
    const submit = vi.fn();
    keys.bind("editor", "1", { label: "label", run: label });
    keys.bind("editor", "ctrl+enter", { label: "submit", run: submit, everywhere: true });
    expect(keys.dispatch(stroke("1"), { inField: true })).toBe(false);
    expect(keys.dispatch(stroke("Enter", { ctrlKey: true }), { inField: true })).toBe(true);
    expect(label).not.toHaveBeenCalled();
    expect(submit).toHaveBeenCalledOnce();
  });

  test("refuses a key that is taken, and frees it again", () => {
    const keys = new Hotkeys();
    const free = keys.bind("editor", "u", { label: "unselect", run: () => undefined });
    expect(() => keys.bind("editor", "U", { label: "other", run: () => undefined })).toThrow(KeyConflict);
    free();
    expect(() => keys.bind("editor", "U", { label: "other", run: () => undefined })).not.toThrow();
  });

  test("media share a key: the first with use for it takes it", () => {
    const keys = new Hotkeys();
    const second = vi.fn();
    keys.bind("medium", "left", { label: "first", run: () => false });
    keys.bind("medium", "left", { label: "second", run: second });
    expect(keys.dispatch(stroke("ArrowLeft"), page)).toBe(true);
    expect(second).toHaveBeenCalledOnce();
  });

  test("an open dialog keeps all other keys away", () => {
    const keys = new Hotkeys();
    const run = vi.fn();
    keys.bind("editor", "u", { label: "unselect", run });
    const close = keys.openModal();
    expect(keys.dispatch(stroke("u"), page)).toBe(false);
    close();
    expect(keys.dispatch(stroke("u"), page)).toBe(true);
    expect(run).toHaveBeenCalledOnce();
  });
});
