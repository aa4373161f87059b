import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import type { Task } from "../../api/tasks";
import type { TaskQuery } from "../../api/views";
import { PAGE_SIZE, taskPageOptions } from "./queries";

export interface TaskRows {
  readonly total: number;
  /** The task of a row, once its page is here. */
  readonly at: (row: number) => Task | undefined;
  readonly first: readonly Task[];
  readonly isPending: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

function pagesOf(from: number, to: number): readonly number[] {
  const first = Math.floor(from / PAGE_SIZE) + 1;
  const last = Math.floor(Math.max(to, from) / PAGE_SIZE) + 1;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Rows from the first in view to the last. */
export interface RowWindow {
  readonly from: number;
  readonly to: number;
}

/** Loads the pages of a query that hold the rows in view, and only those; nothing before it is `ready` to be asked. */
export function useTaskPages(projectId: number, query: TaskQuery, { from, to }: RowWindow, ready: boolean): TaskRows {
  const start = useQuery({
    ...taskPageOptions(projectId, query, 1),
    placeholderData: keepPreviousData,
    enabled: ready,
  });
  const total = start.data?.total ?? 0;
  const last = Math.min(to, total - 1);
  const numbers = total === 0 ? [] : pagesOf(Math.min(from, last), last);
  const pages = useQueries({ queries: numbers.map((page) => taskPageOptions(projectId, query, page)) });
  const failed = [start, ...pages].find((page) => page.isError);
  return {
    total,
    at: (row) => {
      const page = Math.floor(row / PAGE_SIZE) + 1;
      const tasks = page === 1 ? start.data?.tasks : pages[numbers.indexOf(page)]?.data?.tasks;
      return tasks?.[row % PAGE_SIZE];
    },
    first: start.data?.tasks ?? [],
    isPending: start.isPending,
    error: failed?.error,
    retry: () => void failed?.refetch(),
  };
}
