import { describe, expect, test } from "vitest";
import type { Model } from "../../../api/models";
import { draftOf, inputOf, nameOf, newDraft } from "./model-form";

const STORED: Model = {
  id: 3,
  project: 7,
  url: "https://models.example.org/sentiment",
  title: "",
  auth_method: "BASIC_AUTH",
  basic_auth_user: "ada",
  basic_auth_pass_is_set: true,
  auto_update: false,
  state: "CO",
  error_message: null,
  model_version: "v4",
  updated_at: "2026-11-18T10:00:00Z",
};

describe("what is sent", () => {
  test("of an open backend: its address, and that its version is followed", () => {
    expect(inputOf({ ...newDraft(), title: " Sentiment ", url: " localhost:9090 " })).toEqual({
      title: "Sentiment",
      url: "http://localhost:9090",
      auto_update: true,
      auth_method: "NONE",
    });
  });

  test("of a connected one: a password that was not typed anew stays out, so that it is kept", () => {
    expect(inputOf(draftOf(STORED))).toEqual({
      title: "",
      url: "https://models.example.org/sentiment",
      auto_update: false,
      model_version: "v4",
      auth_method: "BASIC_AUTH",
      basic_auth_user: "ada",
    });
    expect(inputOf({ ...draftOf(STORED), password: " new " })).toMatchObject({ basic_auth_pass: " new " });
  });

  test("an empty address stays empty, for the server to refuse", () => {
    expect(inputOf(newDraft()).url).toBe("");
  });
});

test("one without a title is called by its address", () => {
  expect(nameOf(STORED)).toBe("https://models.example.org/sentiment");
  expect(nameOf({ ...STORED, title: "Mood" })).toBe("Mood");
});
