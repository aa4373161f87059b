import { describe, expect, test } from "vitest";
import { givable } from "./roles";

describe("givable", () => {
  test("an owner gives every role", () => {
    expect(givable("OW", "AD")).toEqual(["OW", "AD", "MA", "RE", "AN"]);
  });

  test("an administrator gives the lower ones, to those who have a lower one", () => {
    expect(givable("AD", "AN")).toEqual(["MA", "RE", "AN"]);
    expect(givable("AD", "OW")).toEqual([]);
    expect(givable("AD", "AD")).toEqual([]);
  });

  test("nobody else gives any", () => {
    expect(givable("MA", "AN")).toEqual([]);
    expect(givable("AN", "AN")).toEqual([]);
  });
});
