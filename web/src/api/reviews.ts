/** Reviews over the public API: their queue in numbers, and what was said of an annotation. */

import { queryOptions } from "@tanstack/react-query";
import { request } from "./http";
import { projectKeys } from "./queries";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type ReviewNumbers = Readonly<Pick<Schemas["ReviewQueue"], "left" | "done">>;

export function getReviewNumbers(projectId: number, signal?: AbortSignal): Promise<ReviewNumbers> {
  return request<ReviewNumbers>(`/api/projects/${projectId}/review`, { signal });
}

/** How much awaits the reader's review. */
export const reviewNumbersOptions = (projectId: number) =>
  queryOptions({
    queryKey: [...projectKeys.one(projectId), "review"],
    queryFn: ({ signal }) => getReviewNumbers(projectId, signal),
  });
