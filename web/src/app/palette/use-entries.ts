/** What the palette offers on this page, to this reader, for what was typed. */

import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Project } from "../../api/projects";
import { listProjects } from "../../api/projects";
import { projectKeys } from "../../api/queries";
import { listTasks, type Task } from "../../api/tasks";
import type { Column, FilterCondition } from "../../api/views";
import { setAppearance } from "../../design/theme";
import { useDebounced } from "../../design/use-debounced";
import { useMayOpen } from "../../design/use-may-open";
import { columnsOptions } from "../../features/data-manager/queries";
import { mediumIcon } from "../../features/projects/medium";
import { SECTIONS, sectionParam } from "../../features/settings/sections";
import { t } from "../../i18n/t";
import { type Entry, fitting, type Wanted } from "./entries";
import { showPalette } from "./palette-store";

const DELAY_MS = 200;
const MOST_PROJECTS = 6;
const MOST_TASKS = 5;
/** Each field costs the server another look at every task. */
const MOST_FIELDS = 4;
/** Shorter words are in every task. */
const SHORTEST_WORD = 3;

const projectsOptions = (search: string) =>
  queryOptions({
    queryKey: [...projectKeys.lists, "palette", search],
    queryFn: ({ signal }) =>
      listProjects({ page: 1, page_size: MOST_PROJECTS, search, ordering: "-updated_at" }, signal),
    placeholderData: keepPreviousData,
  });

/** Tasks that have the text in one of their fields, or the number. */
function taskFilters(text: string, columns: readonly Column[]): readonly FilterCondition[] {
  const number = /^#?(\d{1,15})$/.exec(text)?.[1];
  const byNumber: FilterCondition[] =
    number === undefined
      ? []
      : [{ filter: "filter:tasks:id", operator: "equal", type: "Number", value: Number(number) }];
  if (text.length < SHORTEST_WORD) return byNumber;
  const texts = columns.filter(({ parent, value_type }) => parent === "data" && value_type === "String");
  return [
    ...byNumber,
    ...texts.slice(0, MOST_FIELDS).map(({ id }): FilterCondition => {
      return { filter: `filter:tasks:data.${id}`, operator: "contains", type: "String", value: text };
    }),
  ];
}

const tasksOptions = (projectId: number, items: readonly FilterCondition[]) =>
  queryOptions({
    queryKey: [...projectKeys.tasks(projectId), "palette", items],
    queryFn: ({ signal }) =>
      listTasks(projectId, { filters: { conjunction: "or", items }, ordering: ["tasks:id"] }, 1, MOST_TASKS, signal),
    enabled: items.length > 0,
    placeholderData: keepPreviousData,
  });

/** A task by the field in which the text stands, else by its first words. */
function taskName(task: Task, text: string): string {
  const texts = Object.values(task.data).filter((value) => typeof value === "string");
  const found = texts.find((value) => value.toLowerCase().includes(text.toLowerCase())) ?? texts[0];
  if (found === undefined) return t("palette.task", { id: String(task.id) });
  const at = Math.max(0, found.toLowerCase().indexOf(text.toLowerCase()));
  // What was typed is seen, however long the text before it is.
  return at > 60 ? `…${found.slice(at - 30, at + 120)}` : found.slice(0, 160);
}

export interface Offer {
  readonly entries: readonly Entry[];
  readonly isSearching: boolean;
  readonly error: Error | null;
}

/** Commands first, then tasks, then places. */
export function useEntries(wanted: Wanted, scope: Project | undefined, isLabeling: boolean): Offer {
  const commands = useCommands(scope, isLabeling);
  const pages = usePages(scope);
  const { text, words, onlyCommands } = wanted;
  const settled = useDebounced(onlyCommands ? "" : text, DELAY_MS);
  const navigate = useNavigate();
  const projects = useQuery(projectsOptions(settled));
  const { data: columns = [] } = useQuery({ ...columnsOptions(scope?.id ?? 0), enabled: scope !== undefined });
  const filters = scope === undefined ? [] : taskFilters(settled, columns);
  const tasks = useQuery(tasksOptions(scope?.id ?? 0, filters));
  const fit = fitting(commands, words);
  if (onlyCommands) return { entries: fit, isSearching: false, error: null };
  // Until the answer to what was typed is there the one before stands, but for what does not fit: Enter must not open that.
  const isBehind = text !== settled || projects.isPlaceholderData || tasks.isPlaceholderData;
  const stillFitting = (found: readonly Entry[]) => (isBehind ? fitting(found, words) : found);
  const foundTasks = (filters.length === 0 ? [] : (tasks.data?.tasks ?? [])).map((task): Entry => {
    const projectId = scope?.id ?? 0;
    return {
      id: `task ${task.id}`,
      group: "tasks",
      icon: scope === undefined ? "file" : mediumIcon(scope),
      name: taskName(task, settled),
      aside: String(task.id),
      run: () => void navigate({ to: "/projects/$projectId/label", params: { projectId }, search: { task: task.id } }),
    };
  });
  const foundProjects = (projects.data?.results ?? []).map((project): Entry => {
    return {
      id: `project ${project.id}`,
      group: "places",
      icon: mediumIcon(project),
      name: project.title || t("app.untitled"),
      note: t("palette.project", { count: project.task_number }),
      run: () => void navigate({ to: "/projects/$projectId/data", params: { projectId: project.id } }),
    };
  });
  return {
    entries: [...fit, ...stillFitting(foundTasks), ...fitting(pages, words), ...stillFitting(foundProjects)],
    isSearching: text !== settled || projects.isFetching || tasks.isFetching,
    error: projects.error ?? tasks.error,
  };
}

function useCommands(scope: Project | undefined, isLabeling: boolean): readonly Entry[] {
  const mayOpen = useMayOpen();
  const navigate = useNavigate();
  const command = (entry: Omit<Entry, "group">): Entry => ({ ...entry, group: "commands" });
  const entries: Entry[] = [];
  if (scope !== undefined) {
    const params = { projectId: scope.id };
    if (scope.queue_left > 0 && !isLabeling) {
      entries.push(
        command({
          id: "label",
          icon: "play",
          name: t("palette.labelTasks", { count: scope.queue_left }),
          run: () => void navigate({ to: "/projects/$projectId/label", params, search: {} }),
        }),
      );
    }
    if (scope.enable_review && mayOpen("/projects/$projectId/review")) {
      entries.push(
        command({
          id: "review",
          icon: "check",
          name: t("palette.review"),
          run: () => void navigate({ to: "/projects/$projectId/review", params }),
        }),
      );
    }
  }
  if (mayOpen("/projects/new")) {
    const run = () => void navigate({ to: "/projects/new" });
    entries.push(command({ id: "new", icon: "plus", name: t("page.newProject"), run }));
  }
  const look = (id: string, icon: Entry["icon"], name: string, change: Parameters<typeof setAppearance>[0]): Entry =>
    command({ id, icon, name, run: () => setAppearance(change) });
  return [
    ...entries,
    look("light", "sun", t("palette.themeLight"), { theme: "light" }),
    look("dark", "moon", t("palette.themeDark"), { theme: "dark" }),
    look("system", "system", t("palette.themeSystem"), { theme: "system" }),
    look("compact", "rows", t("palette.compact"), { density: "compact" }),
    look("comfortable", "rows", t("palette.comfortable"), { density: "comfortable" }),
    command({ id: "keys", icon: "keyboard", name: t("palette.keys"), run: () => showKeys(isLabeling) }),
  ];
}

/** The label and the review page show their own keys, and more of them, by a key of theirs. */
function showKeys(isLabeling: boolean): void {
  if (isLabeling) document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true }));
  else showPalette("keys");
}

function usePages(scope: Project | undefined): readonly Entry[] {
  const mayOpen = useMayOpen();
  const navigate = useNavigate();
  const place = (entry: Omit<Entry, "group">): Entry => ({ ...entry, group: "places" });
  const entries: Entry[] = [];
  if (scope !== undefined) {
    const params = { projectId: scope.id };
    const note = scope.title || t("app.untitled");
    const toData = () => void navigate({ to: "/projects/$projectId/data", params });
    entries.push(place({ id: "data", icon: "rows", name: t("page.data"), note, run: toData }));
    if (mayOpen("/projects/$projectId/dashboard")) {
      const run = () => void navigate({ to: "/projects/$projectId/dashboard", params, search: {} });
      entries.push(place({ id: "dashboard", icon: "series", name: t("page.dashboard"), note, run }));
    }
    if (mayOpen("/projects/$projectId/settings/{-$section}")) {
      for (const { key, name } of SECTIONS) {
        const to = { ...params, section: sectionParam(key) };
        const run = () => void navigate({ to: "/projects/$projectId/settings/{-$section}", params: to });
        entries.push(place({ id: `settings ${key}`, icon: "edit", name: t(name), note: t("palette.settings"), run }));
      }
    }
  }
  const pages = [
    ["/projects", "cards", "page.projects"],
    ["/people", "people", "page.people"],
    ["/people/activity", "rows", "page.activity"],
    ["/organization/webhooks", "webhook", "page.webhooks"],
    ["/user/account", "user", "page.account"],
  ] as const;
  for (const [to, icon, name] of pages) {
    if (mayOpen(to)) entries.push(place({ id: to, icon, name: t(name), run: () => void navigate({ to }) }));
  }
  return entries;
}
