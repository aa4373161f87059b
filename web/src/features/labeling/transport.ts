/** Requests whose JSON keeps the spelling of numbers, and refusals in the words of the editor's host. */

import { NetworkError } from "../../api/api-error";
import { address, csrfToken, errorFrom, type QueryValue } from "../../api/http";
import { isObject, type Json, type JsonObject, parseJson, stringifyJson, toNumber } from "../../editor/core/json";
import { HostConflict, HostOffline, HostRefused } from "../../editor/host";

interface TransportOptions {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: Json;
  /** The revision the change begins from. */
  readonly rev?: number | null;
  readonly keepalive?: boolean;
}

/** Browsers refuse requests that outlive the page when they carry more than this. */
const KEEPALIVE_BYTES = 60_000;

function toRequest({ method = "GET", body, rev, keepalive = false }: TransportOptions): RequestInit {
  const headers = new Headers({ Accept: "application/json" });
  const init: RequestInit = { method, headers };
  if (method !== "GET") headers.set("X-CSRFToken", csrfToken());
  if (rev !== undefined && rev !== null) headers.set("If-Match", `"${rev}"`);
  const text = body === undefined ? undefined : stringifyJson(body);
  if (text !== undefined) {
    headers.set("Content-Type", "application/json");
    init.body = text;
  }
  if (keepalive && (text?.length ?? 0) * 3 < KEEPALIVE_BYTES) init.keepalive = true;
  return init;
}

/** What the server has instead of what was sent. */
function currentFrom(text: string): Json | undefined {
  try {
    const body = parseJson(text);
    return isObject(body) ? body["current"] : undefined;
  } catch {
    return undefined; // Not the server's envelope; the caller reports the status and the text instead.
  }
}

function conflictFrom(current: Json | undefined): HostConflict | null {
  if (!isObject(current)) return null;
  const id = toNumber(current["id"]);
  const rev = toNumber(current["rev"]);
  return id === null || rev === null ? null : new HostConflict({ id, rev, result: current["result"] ?? [] });
}

/** Statuses after which the same request may well succeed later. */
function isPassing(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}

function refusalFrom(status: number, text: string): Error {
  const { message } = errorFrom(status, text);
  if (isPassing(status)) return new HostOffline(message);
  const current = status === 412 ? currentFrom(text) : undefined;
  return conflictFrom(current) ?? new HostRefused(status, message, current);
}

/** Sends a request; null for an answer without a body. Throws `HostOffline`, `HostConflict` or `HostRefused`. */
export async function exchangeWhole(
  path: string,
  options: TransportOptions = {},
): Promise<{ readonly body: Json; readonly headers: Headers }> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(address(path, options.query), toRequest(options));
    text = await response.text();
  } catch (error) {
    throw new HostOffline(new NetworkError(error).message);
  }
  if (!response.ok) throw refusalFrom(response.status, text);
  return { body: text === "" ? null : parseJson(text), headers: response.headers };
}

/** The same where the headers tell nothing of interest. */
export async function exchange(path: string, options: TransportOptions = {}): Promise<Json> {
  return (await exchangeWhole(path, options)).body;
}

/** The same for answers that are objects; anything else is an answer this page does not understand. */
export async function exchangeObject(path: string, options: TransportOptions = {}): Promise<JsonObject> {
  const answer = await exchange(path, options);
  if (!isObject(answer)) throw new HostRefused(200, `Not an object: ${path}`);
  return answer;
}
