/** What the server refuses, in its one envelope, and what the network fails at. */

export interface ConfigIssue {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly line: number | null;
  readonly column: number | null;
  readonly tag: string | null;
  readonly name: string | null;
  readonly attribute: string | null;
  readonly message: string;
}

/** The server's answer when it says no. */
export interface ErrorBody {
  readonly id?: string;
  readonly status_code?: number;
  readonly detail?: unknown;
  readonly validation_errors?: Readonly<Record<string, unknown>> | null;
  readonly code?: string;
  readonly hint?: string;
  readonly issues?: readonly ConfigIssue[];
}

export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;

  constructor(status: number, body: ErrorBody) {
    super(typeof body.detail === "string" && body.detail !== "" ? body.detail : `The server answered ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.body = body;
  }
}

/** The request did not reach the server, or its answer did not reach us. */
export class NetworkError extends Error {
  constructor(cause: unknown) {
    super("The server cannot be reached", { cause });
    this.name = "NetworkError";
  }
}

function texts(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(texts);
  return value === undefined || value === null ? [] : [String(value)];
}

/** Why the server refused one field; empty for other errors. */
export function fieldErrors(error: unknown, field: string): readonly string[] {
  return error instanceof ApiError ? texts(error.body.validation_errors?.[field]) : [];
}

/** Reasons that belong to none of the fields a form shows. */
export function otherErrors(error: unknown, shown: readonly string[]): readonly string[] {
  if (!(error instanceof ApiError)) return [];
  const fields = Object.entries(error.body.validation_errors ?? {}).filter(([field]) => !shown.includes(field));
  return fields.flatMap(([field, value]) =>
    texts(value).map((text) => (field === "non_field_errors" ? text : `${field}: ${text}`)),
  );
}

/** Everything the other side said, for showing and copying: its words, its reasons, its hint and the error's number. */
export function errorDetails(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  const reasons = otherErrors(error, []);
  const lines = [`${error.status} ${error.message}`, ...reasons];
  if (error.body.hint !== undefined) lines.push(error.body.hint);
  if (error.body.id !== undefined) lines.push(`id ${error.body.id}`);
  return lines.join("\n");
}
