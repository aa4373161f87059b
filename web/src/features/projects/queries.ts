/** The list of projects, page by page. */

import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { listProjects } from "../../api/projects";
import { projectKeys } from "../../api/queries";

const PAGE_SIZE = 60;

export const ORDERINGS = ["-updated_at", "title", "-created_at", "-task_number"] as const;
export type Ordering = (typeof ORDERINGS)[number];

export const projectListOptions = (search: string, ordering: Ordering) =>
  infiniteQueryOptions({
    queryKey: [...projectKeys.lists, { search, ordering }],
    queryFn: ({ pageParam, signal }) =>
      listProjects({ page: pageParam, page_size: PAGE_SIZE, search, ordering }, signal),
    initialPageParam: 1,
    getNextPageParam: (last, pages) => {
      const loaded = pages.reduce((sum, page) => sum + page.results.length, 0);
      return last.results.length > 0 && loaded < last.count ? pages.length + 1 : undefined;
    },
    placeholderData: keepPreviousData,
  });
