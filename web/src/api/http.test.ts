import { describe, expect, test } from "vitest";
import { ApiError, errorDetails, fieldErrors, otherErrors } from "./api-error";
import { address, errorFrom } from "./http";

describe("address", () => {
  test("leaves out what is undefined and escapes the rest", () => {
    expect(address("/api/tasks", { project: 3, search: "a&b", page: undefined })).toBe(
      "/api/tasks?project=3&search=a%26b",
    );
    expect(address("/api/tasks")).toBe("/api/tasks");
  });
});

describe("errors", () => {
  const refused = errorFrom(
    400,
    JSON.stringify({
      id: "7f3c",
      detail: "Validation error",
      hint: "Shorten it.",
      validation_errors: {
        title: ["Too long."],
        non_field_errors: ["No tasks."],
        "members[0]": { role: ["Unknown."] },
      },
    }),
  );

  test("reasons are found by field", () => {
    expect(fieldErrors(refused, "title")).toEqual(["Too long."]);
    expect(fieldErrors(refused, "description")).toEqual([]);
    expect(fieldErrors(new Error("x"), "title")).toEqual([]);
  });

  test("reasons without a shown field are kept, named by their field", () => {
    expect(otherErrors(refused, ["title"])).toEqual(["No tasks.", "members[0]: Unknown."]);
  });

  test("details hold the server's words, its hint and the number of the error", () => {
    expect(errorDetails(refused).split("\n")).toEqual([
      "400 Validation error",
      "title: Too long.",
      "No tasks.",
      "members[0]: Unknown.",
      "Shorten it.",
      "id 7f3c",
    ]);
  });

  test("a body that is no JSON becomes the detail", () => {
    const error = errorFrom(502, "<html>Bad gateway</html>");
    expect(error).toBeInstanceOf(ApiError);
    expect(error.message).toBe("<html>Bad gateway</html>");
  });

  test("an empty body still says the status", () => {
    expect(errorFrom(503, "").message).toBe("The server answered 503");
  });
});
