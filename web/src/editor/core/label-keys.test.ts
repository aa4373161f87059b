import { describe, expect, test } from "vitest";
import { assignKeys, type KeyWish, showCombo } from "./label-keys";

const wish = (id: string, hotkey: string | null = null, startsAt: KeyWish["startsAt"] = "digits"): KeyWish => ({
  id,
  hotkey,
  startsAt,
});

describe("assignKeys", () => {
  test("hands out digits, then letters, skipping what is taken", () => {
    const wishes = Array.from({ length: 13 }, (_, index) => wish(`l${index}`));
    const keys = assignKeys(wishes, ["w", "2"]);
    expect([...keys.values()]).toEqual(["1", "3", "4", "5", "6", "7", "8", "9", "0", "q", "e", "t", "a"]);
  });

  test("the author's keys win, whatever the order", () => {
    const keys = assignKeys([wish("a"), wish("b", "1"), wish("c", "Ctrl+Shift+X")], []);
    expect(Object.fromEntries(keys)).toEqual({ b: "1", c: "ctrl+shift+x", a: "2" });
  });

  test("an author's key that means a command already is replaced", () => {
    expect(assignKeys([wish("a", "u")], ["u"]).get("a")).toBe("1");
    expect(assignKeys([wish("a", "u,p")], ["u"]).get("a")).toBe("p");
  });

  test("choices beside labels begin with letters", () => {
    const keys = assignKeys([wish("label"), wish("choice", null, "letters")], []);
    expect(Object.fromEntries(keys)).toEqual({ label: "1", choice: "q" });
  });

  test("gives no key twice and none when they are used up", () => {
    const keys = assignKeys(
      Array.from({ length: 60 }, (_, index) => wish(`l${index}`)),
      [],
    );
    expect(new Set(keys.values()).size).toBe(keys.size);
    expect(keys.size).toBe(33);
  });
});

test("combinations are shown as they are printed on keys", () => {
  expect(showCombo("ctrl+enter")).toBe("Ctrl ↵");
  expect(showCombo("ctrl+shift+z")).toBe("Ctrl Shift Z");
  expect(showCombo("1")).toBe("1");
});
