import { describe, expect, test } from "vitest";
import { nextPath } from "./next-path";

const ORIGIN = "https://label.example";

describe("nextPath", () => {
  test.each([
    ["?next=%2Fprojects%2F3%2Fdata%3Ftask%3D7", "/projects/3/data?task=7"],
    ["?next=%2Fuser%2Faccount", "/user/account"],
    ["", "/projects"],
    ["?next=", "/projects"],
  ])("%s leads to %s", (search, expected) => {
    expect(nextPath(search, ORIGIN)).toBe(expected);
  });

  test.each([
    "?next=https%3A%2F%2Fevil.example%2F",
    "?next=%2F%2Fevil.example",
    "?next=%2F%5Cevil.example",
    "?next=%2F%09%2Fevil.example",
    "?next=javascript%3Aalert(1)",
    "?next=%2Fuser%2Flogin%3Fnext%3D%2F",
  ])("%s does not leave the site and does not loop", (search) => {
    expect(nextPath(search, ORIGIN)).toBe("/projects");
  });
});
