/** The pages of tasks. */

import { queryOptions } from "@tanstack/react-query";
import { projectKeys } from "../../api/queries";
import { listTasks } from "../../api/tasks";

export const PAGE_SIZE = 100;

export const taskPageOptions = (projectId: number, page: number) =>
  queryOptions({
    queryKey: [...projectKeys.tasks(projectId), { page, size: PAGE_SIZE }],
    queryFn: ({ signal }) => listTasks(projectId, page, PAGE_SIZE, signal),
    staleTime: 30_000,
  });
