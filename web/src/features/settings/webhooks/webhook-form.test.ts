import { describe, expect, test } from "vitest";
import { draftOf, eventsOf, inputOf, newDraft, toggled } from "./webhook-form";

describe("what is sent", () => {
  test("of a new one: its address, and that it is told everything", () => {
    expect(inputOf({ ...newDraft(), url: " example.org/labels " })).toEqual({
      url: "https://example.org/labels",
      send_for_all_actions: true,
      actions: [],
      send_payload: true,
      headers: {},
    });
  });

  test("of a stored one: what it has, headers line by line", () => {
    const stored = {
      id: 1,
      project: 7,
      url: "http://a.example/",
      is_active: true,
      send_payload: false,
      send_for_all_actions: false,
      actions: ["TASKS_CREATED"],
      headers: { Authorization: "Bearer a:b", "X-Empty": "" },
      consecutive_failures: 0,
    };
    const { id: _id, project: _project, is_active: _active, consecutive_failures: _failures, ...sent } = stored;
    expect(inputOf(draftOf(stored))).toEqual(sent);
  });

  test("a line that is no header goes out as it is, for the server to refuse", () => {
    expect(inputOf({ ...newDraft(), headers: "\nno header\n" }).headers).toEqual({ "no header": "" });
  });
});

test("only the whole organization is told of projects made and deleted", () => {
  expect(eventsOf(null).filter((event) => !eventsOf(7).includes(event))).toEqual([
    "PROJECT_CREATED",
    "PROJECT_DELETED",
  ]);
});

test("an event is added once and taken away", () => {
  expect(toggled([], "A")).toEqual(["A"]);
  expect(toggled(["A", "B"], "A")).toEqual(["B"]);
});
