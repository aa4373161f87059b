import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "../api/api-error";
import { sessionOptions } from "../api/queries";
import { leaveToLogin } from "./leave-to-login";

const FRESH_MS = 10_000;
const MOST_TRIES = 2;

/** A session that ended elsewhere shows as 401 on the next request, a role that was changed as 403. */
function onError(client: QueryClient, error: unknown): void {
  if (!(error instanceof ApiError)) return;
  if (error.status === 401) leaveToLogin();
  if (error.status === 403) void client.invalidateQueries({ queryKey: sessionOptions.queryKey });
}

/** A refusal stays a refusal; only what may pass is tried again. */
function retry(failures: number, error: unknown): boolean {
  const mayPass = !(error instanceof ApiError) || error.status >= 500 || error.status === 429;
  return mayPass && failures < MOST_TRIES;
}

/** The cache of server state, one a page. */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: (error) => onError(client, error) }),
    mutationCache: new MutationCache({ onError: (error) => onError(client, error) }),
    defaultOptions: { queries: { staleTime: FRESH_MS, retry } },
  });
  return client;
}
