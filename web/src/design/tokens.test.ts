import { describe, expect, test } from "vitest";
import { contrast, type Oklch, parseOklch, toOklab } from "../testing/oklch";
import { type ThemeName, token, tokensOf } from "../testing/tokens";

const GROUNDS = ["bg", "surface", "raised", "medium", "sunken", "fill", "hover", "selected"];
/** Edges of controls stand on resting grounds only; rings everywhere but on a filled button. */
const RESTING = ["bg", "surface", "raised", "medium"];
const NOT_FILL = GROUNDS.filter((ground) => ground !== "fill");
const SOFT = ["ok-soft", "warn-soft", "danger-soft", "accent-soft"];

/** The lowest ratio each role was designed to keep, by theme; WCAG asks 4.5 of text and 3 of edges. */
const PROMISED: readonly (readonly [role: string, grounds: readonly string[], Record<ThemeName, number>])[] = [
  ["text", [...GROUNDS, ...SOFT], { light: 12.6, dark: 11.1, "light-more": 14.9, "dark-more": 12.3 }],
  ["muted", [...GROUNDS, ...SOFT], { light: 5.7, dark: 5.9, "light-more": 10.8, "dark-more": 9.4 }],
  ["subtle", NOT_FILL, { light: 4.5, dark: 4.8, "light-more": 9, "dark-more": 8.3 }],
  ["line", RESTING, { light: 3.1, dark: 3.5, "light-more": 13.6, "dark-more": 11.1 }],
  ["focus", NOT_FILL, { light: 4, dark: 6, "light-more": 6.6, "dark-more": 8.6 }],
  ["accent", NOT_FILL, { light: 5.6, dark: 6, "light-more": 7.6, "dark-more": 8 }],
  ["ok", [...NOT_FILL, "ok-soft"], { light: 5.1, dark: 7.2, "light-more": 7.3, "dark-more": 9.3 }],
  ["warn", [...NOT_FILL, "warn-soft"], { light: 5.1, dark: 7.6, "light-more": 7.2, "dark-more": 9.3 }],
  ["danger", [...NOT_FILL, "danger-soft"], { light: 5.2, dark: 5.9, "light-more": 7.1, "dark-more": 7.1 }],
  ["on-primary", ["primary", "primary-hover"], { light: 10, dark: 14, "light-more": 13, "dark-more": 13 }],
  ["on-accent", ["accent"], { light: 6.7, dark: 7.8, "light-more": 9.9, "dark-more": 11 }],
];

const LABELS = Array.from({ length: 20 }, (_, index) => `label-${index + 1}`);
const THEMES: readonly ThemeName[] = ["light", "dark", "light-more", "dark-more"];
const TEXT_MINIMUM = 4.5;
const EDGE_MINIMUM = 3;

describe.each(THEMES)("contrast in %s", (theme) => {
  const tokens = tokensOf(theme);
  const colour = (name: string): Oklch => parseOklch(token(tokens, `--${name}`));
  const number = (name: string): number => Number(token(tokens, `--${name}`));
  const derived = (label: Oklch, role: "mark" | "mark-on" | "mark-ink"): Oklch => ({
    l: number(`${role}-l`),
    c: Math.min(label.c, number(`${role}-c`)),
    h: label.h,
  });

  test.each(PROMISED)("%s is readable wherever it may stand", (role, grounds, promised) => {
    const lowest = Math.min(...grounds.map((ground) => contrast(colour(role), colour(ground))));
    expect(lowest).toBeGreaterThanOrEqual(promised[theme]);
  });

  test("the words of a danger button are readable", () => {
    expect(contrast({ l: 0.99, c: 0, h: 0 }, colour("danger-fill"))).toBeGreaterThanOrEqual(TEXT_MINIMUM);
  });

  test.each(LABELS)("%s: its stroke, its name and the text under it are readable", (label) => {
    const stroke = colour(label);
    const fill = derived(stroke, "mark");
    const selected = derived(stroke, "mark-on");
    const ink = derived(stroke, "mark-ink");
    expect(contrast(stroke, colour("medium"))).toBeGreaterThanOrEqual(EDGE_MINIMUM - 0.05);
    expect(contrast(colour("text"), fill)).toBeGreaterThanOrEqual(TEXT_MINIMUM);
    expect(contrast(colour("text"), selected)).toBeGreaterThanOrEqual(TEXT_MINIMUM);
    expect(contrast(ink, fill)).toBeGreaterThanOrEqual(TEXT_MINIMUM);
    expect(contrast(ink, selected)).toBeGreaterThanOrEqual(TEXT_MINIMUM);
  });
});

describe("label palette", () => {
  const distance = (one: Oklch, other: Oklch): number => {
    const [a, b] = [toOklab(one), toOklab(other)];
    return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  };

  test.each([
    [4, 0.21],
    [8, 0.095],
    [12, 0.095],
    [20, 0.055],
  ])("the first %i labels stay at least %f apart", (count, least) => {
    const tokens = tokensOf("light");
    const colours = LABELS.slice(0, count).map((label) => parseOklch(token(tokens, `--${label}`)));
    const pairs = colours.flatMap((one, index) => colours.slice(index + 1).map((other) => distance(one, other)));
    expect(Math.min(...pairs)).toBeGreaterThanOrEqual(least);
  });
});

test("the system's dark theme is the chosen dark theme", async () => {
  const { readFileSync } = await import("node:fs");
  const source = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
  const body = (from: string): string => {
    const start = source.indexOf("{", source.indexOf(from)) + 1;
    return source.slice(start, source.indexOf("}", start)).replace(/\s+/g, " ").trim();
  };
  expect(body(":root:not([data-theme])")).toBe(body('  [data-theme="dark"] {'));
});
