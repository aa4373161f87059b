import { readdirSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { formatNumber, setTextTransform, t } from "./t";

const FOLDER = new URL("./en/", import.meta.url);

afterEach(() => setTextTransform((text) => text));

describe("t", () => {
  test("fills in names and writes numbers as the reader does", () => {
    expect(t("projects.doneOf", { done: 114, total: 1340 })).toBe("114 of 1,340");
    expect(formatNumber(21370)).toBe("21,370");
  });

  test("picks the form for the count", () => {
    expect(t("app.tasks", { count: 1 })).toBe("1 task");
    expect(t("app.tasks", { count: 2 })).toBe("2 tasks");
    expect(t("app.tasks", { count: 0 })).toBe("0 tasks");
  });

  test("passes every text through the pseudo-locale", () => {
    setTextTransform((text) => `[${text}]`);
    expect(t("app.close")).toBe("[Close]");
  });
});

describe("catalogue", () => {
  const areas = readdirSync(FOLDER).map((file) => ({
    file,
    messages: Object.entries<unknown>(JSON.parse(readFileSync(new URL(file, FOLDER), "utf8"))),
  }));

  test("no key stands in two files", () => {
    const keys = areas.flatMap(({ messages }) => messages.map(([key]) => key));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test("every key begins with the name of its file", () => {
    for (const { file, messages } of areas) {
      for (const [key] of messages)
        expect(key.startsWith(`${file.replace(".json", "")}.`), `${key} in ${file}`).toBe(true);
    }
  });

  test("plural forms have both counts and carry the number", () => {
    for (const [key, message] of areas.flatMap(({ messages }) => messages)) {
      if (typeof message === "string") continue;
      expect(message, key).toEqual({ one: expect.any(String), other: expect.stringContaining("{count}") });
    }
  });
});
