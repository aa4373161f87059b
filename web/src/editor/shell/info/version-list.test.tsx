import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { StoredAnnotation, Version } from "../../host";
import type { HistoryActions } from "../use-panel";
import { VersionList } from "./version-list";

const ANNOTATION: StoredAnnotation = {
  id: 10,
  result: [],
  userId: 1,
  userName: "Ada",
  createdAt: "2026-11-20T10:00:00Z",
  updatedAt: "2026-11-20T12:00:00Z",
  wasCancelled: false,
  groundTruth: false,
  leadTime: 2,
  rev: 2,
  reviewState: "returned",
};

function version(id: number, more: Partial<Version> = {}): Version {
  const about = { action: "submitted", rev: 1, result: [], authorName: "Ada", comment: "" };
  return { id, createdAt: "2026-11-20T10:00:00Z", ...about, ...more };
}

const VERSIONS = [
  version(3),
  version(4, { action: "rejected", authorName: "Noor", comment: "Look again" }),
  version(5, { action: "updated", rev: 2 }),
];

function show(more: Partial<HistoryActions> = {}, open: string | null = null) {
  const shown: [number, string][] = [];
  const used: number[] = [];
  const history: HistoryActions = {
    list: () => Promise.resolve(VERSIONS),
    show: (_, { id }, title) => void shown.push([id, title]),
    use: ({ id }) => void used.push(id),
    ...more,
  };
  render(<VersionList annotation={ANNOTATION} open={open} history={history} />);
  return { shown, used };
}

test("the newest comes first, with who made it and why", async () => {
  show();
  const items = (await screen.findAllByRole("listitem")).map((item) => item.textContent);
  expect(items).toHaveLength(3);
  expect(items[0]).toContain("Updated");
  expect(items[0]).toContain("current");
  expect(items[1]).toContain("Look again");
  expect(items[2]).toContain("Submitted");
});

test("an earlier version is looked at and gone on from, no verdict and not what is there now", async () => {
  const { shown, used } = show();
  await userEvent.click(await screen.findByRole("button", { name: "Show version 1" }));
  await userEvent.click(screen.getByRole("button", { name: "Go on from version 1" }));
  expect(screen.getAllByRole("button")).toHaveLength(2);
  expect([shown, used]).toEqual([[[3, "Version 1"]], [3]]);
});

test("what cannot be changed is only looked at", async () => {
  show({ use: null }, "v3");
  const button = await screen.findByRole("button", { name: "Show version 1" });
  expect(button).toHaveProperty("disabled", true);
  expect(screen.getAllByRole("button")).toHaveLength(1);
});

test("a history that cannot be loaded is asked for again", async () => {
  let tries = 0;
  show({ list: () => (++tries === 1 ? Promise.reject(new Error("No network")) : Promise.resolve(VERSIONS)) });
  expect(await screen.findByText("No network")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findAllByRole("listitem")).toHaveLength(3);
});
