/** Pages of tasks, tabs, columns and actions. */

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { projectKeys } from "../../api/queries";
import { listTasks } from "../../api/tasks";
import { listActions, listColumns, listViews, type TaskQuery } from "../../api/views";

export const PAGE_SIZE = 100;

export const viewKeys = {
  views: (projectId: number) => [...projectKeys.one(projectId), "views"] as const,
  columns: (projectId: number) => [...projectKeys.one(projectId), "columns"] as const,
};

export const taskPageOptions = (projectId: number, query: TaskQuery, page: number) =>
  queryOptions({
    queryKey: [...projectKeys.tasks(projectId), { query, page, size: PAGE_SIZE }],
    queryFn: ({ signal }) => listTasks(projectId, query, page, PAGE_SIZE, signal),
    staleTime: 30_000,
  });

export const viewsOptions = (projectId: number) =>
  queryOptions({
    queryKey: viewKeys.views(projectId),
    queryFn: ({ signal }) => listViews(projectId, signal),
    staleTime: 30_000,
  });

export const columnsOptions = (projectId: number) =>
  queryOptions({
    queryKey: viewKeys.columns(projectId),
    queryFn: ({ signal }) => listColumns(projectId, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

export const actionsOptions = (projectId: number) =>
  queryOptions({
    queryKey: [...projectKeys.one(projectId), "actions"],
    queryFn: ({ signal }) => listActions(projectId, signal),
    staleTime: 5 * 60_000,
  });
