import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { ConfigPreview } from "./config-preview";

function show(tag: string): void {
  render(<ConfigPreview config={`<View><Text name="t" value="$t"/>${tag}</View>`} data={{ t: "Some text" }} />);
}

function lit(): string | null {
  return screen.queryByRole("radio", { checked: true })?.getAttribute("aria-label") ?? null;
}

describe("stars", () => {
  test("one is set by a press and taken back by another", async () => {
    show('<Rating name="quality" toName="t" maxRating="3"/>');
    expect(screen.getAllByRole("radio")).toHaveLength(3);
    await userEvent.click(screen.getByRole("radio", { name: "2 stars" }));
    expect(lit()).toBe("2 stars");
    await userEvent.click(screen.getByRole("radio", { name: "2 stars" }));
    expect(lit()).toBeNull();
  });

  test("arrows go up and down and stop at the ends", async () => {
    show('<Rating name="quality" toName="t" maxRating="3"/>');
    screen.getByRole("radio", { name: "1 star" }).focus();
    await userEvent.keyboard("{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}");
    expect(lit()).toBe("3 stars");
    await userEvent.keyboard("{ArrowLeft}");
    expect(lit()).toBe("2 stars");
    expect(document.activeElement?.getAttribute("aria-label")).toBe("2 stars");
  });
});

describe("a number", () => {
  test("is taken on Enter, within its limits; nonsense brings the old one back", async () => {
    show('<Number name="count" toName="t" min="0" max="10"/>');
    const field = screen.getByRole("textbox", { name: "Count" });
    await userEvent.type(field, "42{Enter}");
    expect(field).toHaveProperty("value", "10");
    await userEvent.clear(field);
    await userEvent.type(field, "abc{Enter}");
    expect(field).toHaveProperty("value", "10");
    await userEvent.clear(field);
    await userEvent.tab();
    expect(field).toHaveProperty("value", "");
  });

  test("has a slider beside the field where both ends are known", () => {
    show('<Number name="count" toName="t" min="0" max="10" slider="true"/>');
    expect(screen.getByRole("slider", { name: "Count, slider" })).toBeTruthy();
  });
});
