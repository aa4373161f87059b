/** The one door to the server: JSON in and out, CSRF token on every write, refusals as `ApiError`. */

import { ApiError, type ErrorBody, NetworkError } from "./api-error";

export type QueryValue = string | number | boolean | undefined;

export interface RequestOptions {
  readonly method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Lets the request outlive the page. */
  readonly keepalive?: boolean;
}

/** The CSRF token the server gave this browser; read each time, since another tab may have signed in anew. */
export function csrfToken(): string {
  const match = /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie);
  return decodeURIComponent(match?.[1] ?? "");
}

/** An address with its query; undefined values are left out. */
export function address(path: string, query: Readonly<Record<string, QueryValue>> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** Reads an error body; what is no JSON of the server's becomes its detail. */
export function errorFrom(status: number, text: string): ApiError {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return new ApiError(status, { detail: text.trim().slice(0, 2000) });
  }
  const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
  return new ApiError(status, isObject ? (parsed as ErrorBody) : { detail: text });
}

/** Sends a request and hands over the raw answer; anything but a 2xx is thrown. */
export async function send(path: string, options: RequestOptions = {}): Promise<Response> {
  const { method = "GET", query, body, headers, signal, keepalive } = options;
  const init: RequestInit = { method, headers: { Accept: "application/json", ...headers } };
  const extra = new Headers(init.headers);
  if (method !== "GET") extra.set("X-CSRFToken", csrfToken());
  if (body instanceof FormData) init.body = body;
  else if (body !== undefined) {
    extra.set("Content-Type", "application/json");
    init.body = JSON.stringify(body);
  }
  init.headers = extra;
  if (signal !== undefined) init.signal = signal;
  if (keepalive === true) init.keepalive = true;
  let response: Response;
  try {
    response = await fetch(address(path, query), init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new NetworkError(error);
  }
  if (!response.ok) throw errorFrom(response.status, await response.text());
  return response;
}

/** Sends a request and reads its JSON. The shape is the caller's promise: it comes from the server's OpenAPI document. */
export async function request<Shape>(path: string, options: RequestOptions = {}): Promise<Shape> {
  const response = await send(path, options);
  return (await response.json()) as Shape;
}
