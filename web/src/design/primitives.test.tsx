import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, test, vi } from "vitest";
import { Button } from "./button";
import { ConfirmDialog } from "./confirm-dialog";
import { Field, Input } from "./field";
import { Segmented } from "./segmented";
import { Tabs } from "./tabs";

describe("Field", () => {
  test("ties label, hint and errors to its control", () => {
    render(
      <Field label="Prefix" hint="Ends with a slash" errors={["Two slashes in a row"]}>
        {(wiring) => <Input {...wiring} defaultValue="notices//" />}
      </Field>,
    );
    const input = screen.getByLabelText("Prefix");
    expect(input.getAttribute("aria-invalid")).toBe("true");
    const described = (input.getAttribute("aria-describedby") ?? "").split(" ");
    const words = described.map((id) => document.getElementById(id)?.textContent);
    expect(words).toEqual(["Ends with a slash", "Two slashes in a row"]);
  });
});

describe("Button", () => {
  test("busy refuses a second press", async () => {
    const onClick = vi.fn();
    render(
      <Button busy onClick={onClick}>
        Save
      </Button>,
    );
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(onClick).not.toHaveBeenCalled();
  });
});

describe("Segmented", () => {
  test("is a group of radio buttons of which one is chosen", async () => {
    const onChange = vi.fn();
    const segments = [
      { value: "cards", label: "Cards" },
      { value: "table", label: "Table" },
    ] as const;
    render(<Segmented label="Layout" segments={segments} value="cards" onChange={onChange} />);
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "Cards" }).checked).toBe(true);
    await userEvent.click(screen.getByRole("radio", { name: "Table" }));
    expect(onChange).toHaveBeenCalledWith("table");
  });
});

function SideTabs() {
  const [value, setValue] = useState<"regions" | "info">("regions");
  const tabs = [
    { value: "regions", label: "Regions" },
    { value: "info", label: "Info" },
  ] as const;
  return (
    <Tabs label="Side" tabs={tabs} value={value} onChange={setValue}>
      {value}
    </Tabs>
  );
}

describe("Tabs", () => {
  test("arrow keys go round, Home and End go to the ends", async () => {
    render(<SideTabs />);
    await userEvent.tab();
    await userEvent.keyboard("{ArrowRight}");
    expect(screen.getByRole("tabpanel").textContent).toBe("info");
    await userEvent.keyboard("{ArrowRight}");
    expect(screen.getByRole("tabpanel").textContent).toBe("regions");
    await userEvent.keyboard("{End}");
    expect(screen.getByRole("tab", { name: "Info" }).getAttribute("aria-selected")).toBe("true");
  });
});

describe("ConfirmDialog", () => {
  test("keeps on Keep and on the close button, acts on the verb", async () => {
    const onConfirm = vi.fn();
    const onClose = vi.fn();
    render(
      <ConfirmDialog
        title="Delete 12 tasks"
        confirm="Delete 12 tasks"
        keep="Keep"
        onConfirm={onConfirm}
        onClose={onClose}
      >
        They carry 31 annotations.
      </ConfirmDialog>,
    );
    expect(screen.getByRole("dialog", { name: "Delete 12 tasks" })).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Keep" }));
    await userEvent.click(screen.getByRole("button", { name: "Close" }));
    expect(onClose).toHaveBeenCalledTimes(2);
    expect(onConfirm).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole("button", { name: "Delete 12 tasks" }));
    expect(onConfirm).toHaveBeenCalledOnce();
  });
});
