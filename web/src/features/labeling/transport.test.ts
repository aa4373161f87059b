import { afterEach, describe, expect, test, vi } from "vitest";
import { parseJson, stringifyJson } from "../../editor/core/json";
import { HostConflict, HostOffline, HostRefused } from "../../editor/host";
import { exchange } from "./transport";
import { readTask } from "./wire";

function answer(status: number, text: string) {
  const requests: [string, RequestInit][] = [];
  vi.stubGlobal("document", { cookie: "csrftoken=secret" });
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    requests.push([path, init]);
    return Promise.resolve(new Response(text === "" ? null : text, { status }));
  });
  return requests;
}

afterEach(() => vi.unstubAllGlobals());

async function failure(status: number, text: string): Promise<unknown> {
  answer(status, text);
  return exchange("/api/x", { method: "PATCH", body: {}, rev: 3 }).catch((error: unknown) => error);
}

describe("exchange", () => {
  test("sends numbers as they were spelt, with token and revision", async () => {
    const requests = answer(200, '{"a":2.50}');
    const result = await exchange("/api/x", { method: "PATCH", body: parseJson('{"a":1.0}'), rev: 3 });
    expect(stringifyJson(result)).toBe('{"a":2.50}');
    const [path, init] = requests[0] ?? ["", {}];
    const headers = new Headers(init.headers);
    expect([path, init.body]).toEqual(["/api/x", '{"a":1.0}']);
    expect([headers.get("If-Match"), headers.get("X-CSRFToken")]).toEqual(['"3"', "secret"]);
  });

  test("an empty answer is null", async () => {
    answer(204, "");
    expect(await exchange("/api/x", { method: "DELETE" })).toBeNull();
  });

  test("a stale revision brings the stored version", async () => {
    const error = await failure(412, '{"detail":"changed","current":{"id":7,"rev":5,"result":[{"n":1.0}]}}');
    expect(error).toBeInstanceOf(HostConflict);
    expect(error instanceof HostConflict ? stringifyJson({ ...error.current }) : "").toBe(
      '{"id":7,"rev":5,"result":[{"n":1.0}]}',
    );
  });

  test.each([
    [400, HostRefused],
    [404, HostRefused],
    [412, HostRefused],
    [429, HostOffline],
    [500, HostOffline],
    [503, HostOffline],
  ])("%i", async (status, kind) => {
    const error = await failure(status, '{"detail":"the server\'s own words"}');
    expect(error).toBeInstanceOf(kind);
    expect(error instanceof Error ? error.message : "").toBe("the server's own words");
  });

  test("no answer at all means offline", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
    await expect(exchange("/api/x")).rejects.toBeInstanceOf(HostOffline);
  });

  test("a body too large to outlive the page is sent as usual", async () => {
    const requests = answer(200, "{}");
    await exchange("/api/x", { method: "POST", body: { small: 1 }, keepalive: true });
    await exchange("/api/x", { method: "POST", body: { large: "x".repeat(70_000) }, keepalive: true });
    expect(requests.map(([, init]) => init.keepalive)).toEqual([true, undefined]);
  });
});

describe("readTask", () => {
  test("reads what the API sends and misses nothing it needs", () => {
    const task = readTask({
      id: 4,
      inner_id: 2,
      data: { text: "x" },
      annotations: [
        {
          id: 1,
          result: [],
          completed_by: 3,
          created_username: " Noor Haddad noor@example.org, 3",
          rev: 2,
          lead_time: 1.5,
        },
        { id: 2, result: [], completed_by: { id: 4, email: "b@example.org" }, was_cancelled: true },
      ],
      predictions: [{ id: 9, result: [], score: 0.5, model_version: "v1" }],
      drafts: [{ id: 5, annotation: 1, user: 3, rev: 6, result: [] }],
    });
    expect(task.number).toBe(2);
    expect(task.annotations.map(({ id, userId, userName, rev }) => [id, userId, userName, rev])).toEqual([
      [2, 4, "b@example.org", 0],
      [1, 3, "Noor Haddad", 2],
    ]);
    expect(task.predictions[0]).toMatchObject({ modelVersion: "v1", score: 0.5 });
    expect(task.drafts[0]).toMatchObject({ annotationId: 1, userId: 3, rev: 6 });
  });
});
