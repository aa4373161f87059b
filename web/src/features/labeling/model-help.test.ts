import { afterEach, expect, test, vi } from "vitest";
import { ModelHelp } from "./model-help";

const IN_STREAM = { inStream: true };

afterEach(() => vi.unstubAllGlobals());

/** A server that answers each request the same way; returns the addresses it was asked for. */
function answer(status: number, body: string, headers: Readonly<Record<string, string>> = {}): string[] {
  const asked: string[] = [];
  vi.stubGlobal("document", { cookie: "" });
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    return Promise.resolve(new Response(body, { status, headers }));
  });
  return asked;
}

test("predictions come with whether a model failed", async () => {
  const asked = answer(200, '[{"id":9,"result":[],"score":0.5,"model_version":"v1"}]', {
    "Model-Backends": "2",
    "Model-Backends-Failed": "1",
  });
  const models = new ModelHelp({ asks: true });
  const found = await models.predict(4, IN_STREAM);
  expect(found).toMatchObject({ predictions: [{ id: 9, modelVersion: "v1" }], failed: true });
  await models.predict(4, { inStream: false });
  expect(asked).toEqual(["/api/tasks/4/predict?shown=true", "/api/tasks/4/predict"]);
});

test("a task that was asked about ahead is not asked about again", async () => {
  const asked = answer(200, "[]", { "Model-Backends": "1", "Model-Backends-Failed": "0" });
  const models = new ModelHelp({ asks: true });
  models.predictAhead(5);
  expect(await models.predict(5, IN_STREAM)).toEqual({ predictions: [], failed: false });
  expect(asked).toHaveLength(1);
  await models.predict(5, IN_STREAM);
  expect(asked).toHaveLength(2);
});

test("a project without models is asked once, one that hides predictions never", async () => {
  const asked = answer(200, "[]", { "Model-Backends": "0", "Model-Backends-Failed": "0" });
  const models = new ModelHelp({ asks: true });
  await models.predict(1, IN_STREAM);
  expect(await models.predict(2, IN_STREAM)).toBeNull();
  expect(await new ModelHelp({ asks: false }).predict(3, IN_STREAM)).toBeNull();
  expect(asked).toHaveLength(1);
});

test("a refusal is a note, never an error; without a network there is nothing to say", async () => {
  answer(403, '{"detail":"no"}');
  const models = new ModelHelp({ asks: true });
  expect(await models.predict(1, IN_STREAM)).toEqual({ predictions: [], failed: true });
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
  expect(await models.predict(1, IN_STREAM)).toBeNull();
});
