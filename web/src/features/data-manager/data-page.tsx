import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { ApiError, errorDetails } from "../../api/api-error";
import type { Project } from "../../api/projects";
import { projectKeys, projectOptions, sessionOptions } from "../../api/queries";
import { reviewNumbersOptions } from "../../api/reviews";
import { may, type Permission } from "../../api/session";
import type { FilterGroup, View } from "../../api/views";
import { Kbd } from "../../design/badges";
import { Button } from "../../design/button";
import layout from "../../design/layout.module.css";
import { Empty, ErrorBox } from "../../design/message";
import { useMayOpen } from "../../design/use-may-open";
import { usePageTitle } from "../../design/use-page-title";
import { t } from "../../i18n/t";
import { pictureColumn, shownColumns, tableColumns } from "./columns";
import styles from "./data-page.module.css";
import { DataToolbar, type OpenDialog } from "./data-toolbar";
import type { TaskCounts } from "./export/which-tasks";
import { columnsOptions } from "./queries";
import type { RowsProps } from "./rows-props";
import type { DataSearch } from "./search";
import { NOTHING_SELECTED, type Selection } from "./selection";
import { SelectionBar } from "./selection-bar";
import { TaskGrid } from "./task-grid";
import { TaskPreview } from "./task-preview";
import { TaskTable } from "./task-table";
import { useCells } from "./use-cells";
import { type RowWindow, type TaskRows, useTaskPages } from "./use-task-pages";
import { type CurrentView, useView } from "./use-view";
import { ViewTabs } from "./view-tabs";
import "../../i18n/data";

const ImportDialog = lazy(async () => ({ default: (await import("./import/import-dialog")).ImportDialog }));
const ExportDialog = lazy(async () => ({ default: (await import("./export/export-dialog")).ExportDialog }));

function useMay(): (permission: Permission) => boolean {
  const { data: session } = useQuery(sessionOptions);
  return (permission) => session !== undefined && may(session, permission);
}

/** How many tasks await the reader's review; none where there is no review, or the page is not for them. */
function useToReview(project: Project | undefined, isReviewer: boolean): number {
  const asks = isReviewer && project?.enable_review === true;
  const { data } = useQuery({ ...reviewNumbersOptions(project?.id ?? 0), enabled: asks });
  return asks ? (data?.left ?? 0) : 0;
}

interface DataPageProps {
  readonly projectId: number;
  readonly search: DataSearch;
  readonly onSearch: (search: DataSearch) => void;
}

/** The tasks of a project: tabs, filters, table or grid, actions. All that is seen stands in the address. */
export function DataPage({ projectId, search, onSearch }: DataPageProps) {
  const allowed = useMay();
  const mayOpen = useMayOpen();
  const [dialog, setDialog] = useState<OpenDialog>();
  const [window, setWindow] = useState({ from: 0, to: 0 });
  const project = useQuery(projectOptions(projectId));
  const view = useView(projectId, search, onSearch);
  const rows = useTaskPages(projectId, view.query, window, view.isReady);
  const { cells, people } = useCells(project.data);
  const { data: known } = useQuery(columnsOptions(projectId));
  const hasScores = (project.data?.total_predictions_number ?? 0) > 0;
  const all = useMemo(() => tableColumns(known ?? [], hasScores), [known, hasScores]);
  const { columns, pinned } = view.state;
  const shown = useMemo(() => shownColumns(all, columns, pinned), [all, columns, pinned]);
  const [selection, setSelection] = useSelection(view);
  usePageTitle(project.data?.title || t("page.data"));
  const toReview = useToReview(project.data, mayOpen("/projects/$projectId/review"));
  const onView = useCallback((from: number, to: number) => setWindow({ from, to }), []);
  const onOpen = useOpenTask(projectId);
  const onPreview = (preview: number | undefined): void => view.change({ preview });

  if (project.error !== null) return <ProjectFailed error={project.error} />;
  const list: RowsProps = { rows, cells, selection, onSelection: setSelection, onView, onOpen, onPreview };
  const isEmpty = view.isReady && rows.total === 0 && !rows.isPending && rows.error === undefined;
  return (
    <div className={styles.page}>
      <h1 className={layout.hidden}>{project.data?.title || t("page.data")}</h1>
      <ViewTabs
        projectId={projectId}
        view={view}
        taskNumber={project.data?.task_number}
        total={rows.isPending ? undefined : rows.total}
        mayOrder={allowed("project.manage")}
        onSearch={onSearch}
      />
      <DataToolbar
        projectId={projectId}
        view={view}
        all={all}
        shown={shown}
        people={people}
        left={project.data?.queue_left ?? 0}
        toReview={toReview}
        allowed={allowed}
        onOpen={setDialog}
      />
      <div className={styles.main}>
        {view.isMissing && <ErrorBox title={t("data.viewMissing")} />}
        {rows.error !== undefined && rows.error !== null && <LoadFailed rows={rows} />}
        {isEmpty ? (
          <Nothing
            isFiltered={view.state.filters.items.length > 0}
            mayImport={allowed("project.manage")}
            onImport={() => setDialog("import")}
            onClear={() => view.change({ filters: { conjunction: "and", items: [] } })}
          />
        ) : view.state.layout === "grid" ? (
          <TaskGrid {...list} subject={pictureColumn(all) ?? all.find(({ kind }) => kind === "data")} />
        ) : (
          <TaskTable
            {...list}
            columns={shown}
            pinned={pinned}
            widths={view.state.widths}
            order={view.state.order}
            onOrder={(order) => view.change({ order })}
            onWidth={(column, width) => view.change({ widths: { ...view.state.widths, [column]: width } })}
          />
        )}
      </div>
      <SelectionBar
        projectId={projectId}
        total={rows.total}
        query={view.query}
        selection={selection}
        allowed={allowed}
        onSelection={setSelection}
      />
      <Footer
        total={rows.isPending ? undefined : rows.total}
        of={project.data?.task_number}
        done={project.data?.finished_task_number ?? 0}
      />
      {search.preview !== undefined && (
        <TaskPreview
          taskId={search.preview}
          cells={cells}
          pictures={new Set(all.filter(({ tag }) => tag === "Image").map(({ title }) => title))}
          onStep={(step) => onPreview(neighbour(rows, search.preview, window, step))}
          onOpen={onOpen}
          onClose={() => onPreview(undefined)}
        />
      )}
      <Dialogs
        projectId={projectId}
        open={dialog}
        filters={view.state.filters}
        tab={view.tab}
        counts={{ matching: rows.isPending ? undefined : rows.total, all: project.data?.task_number }}
        onClose={() => setDialog(undefined)}
      />
    </div>
  );
}

function useOpenTask(projectId: number): (task: number) => void {
  const navigate = useNavigate();
  return useCallback(
    (task) => void navigate({ to: "/projects/$projectId/label", params: { projectId }, search: { task } }),
    [navigate, projectId],
  );
}

/** What is ticked; another filter is another set of tasks. */
function useSelection(view: CurrentView): [Selection, (selection: Selection) => void] {
  const [selection, setSelection] = useState(NOTHING_SELECTED);
  const { filters } = view.state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the filter changes, whatever it is
  useEffect(() => setSelection(NOTHING_SELECTED), [filters]);
  return [selection, setSelection];
}

/** The task before or after another among those around the view; the same at an end. */
function neighbour(rows: TaskRows, task: number | undefined, window: RowWindow, step: 1 | -1): number | undefined {
  for (let row = Math.max(window.from - 1, 0); row <= window.to; row += 1) {
    if (rows.at(row)?.id === task) return rows.at(row + step)?.id ?? task;
  }
  return task;
}

interface DialogsProps {
  readonly projectId: number;
  readonly open: OpenDialog;
  readonly filters: FilterGroup;
  readonly tab: View | undefined;
  readonly counts: TaskCounts;
  readonly onClose: () => void;
}

function Dialogs({ projectId, open, filters, tab, counts, onClose }: DialogsProps) {
  const cache = useQueryClient();
  return (
    <Suspense fallback={null}>
      {open === "import" && (
        <ImportDialog
          projectId={projectId}
          onImported={() => void cache.invalidateQueries({ queryKey: projectKeys.all })}
          onClose={onClose}
        />
      )}
      {open === "export" && (
        <ExportDialog projectId={projectId} filters={filters} tab={tab} counts={counts} onClose={onClose} />
      )}
    </Suspense>
  );
}

function ProjectFailed({ error }: { readonly error: unknown }) {
  if (error instanceof ApiError && error.status === 404) {
    return (
      <div className={styles.problem}>
        <h1>{t("data.noProjectTitle")}</h1>
        <p>{t("data.noProject")}</p>
        <p>
          <Link to="/projects">{t("app.toProjects")}</Link>
        </p>
      </div>
    );
  }
  return (
    <div className={styles.problem}>
      <h1>{t("page.data")}</h1>
      <ErrorBox title={t("app.projectFailed")} details={errorDetails(error)} />
    </div>
  );
}

function LoadFailed({ rows }: { readonly rows: TaskRows }) {
  return (
    <div className={styles.failure}>
      <ErrorBox
        title={t("data.loadFailed")}
        details={errorDetails(rows.error)}
        actions={
          <Button size="small" onClick={rows.retry}>
            {t("app.tryAgain")}
          </Button>
        }
      />
    </div>
  );
}

interface NothingProps {
  readonly isFiltered: boolean;
  readonly mayImport: boolean;
  readonly onImport: () => void;
  readonly onClear: () => void;
}

function Nothing({ isFiltered, mayImport, onImport, onClear }: NothingProps) {
  if (isFiltered) {
    return (
      <div className={styles.empty}>
        <Empty icon="search" action={<Button onClick={onClear}>{t("data.clearFilters")}</Button>}>
          {t("data.noMatch")}
        </Empty>
      </div>
    );
  }
  const button = (
    <Button kind="primary" icon="importFile" onClick={onImport}>
      {t("data.import")}
    </Button>
  );
  return (
    <div className={styles.empty}>
      <Empty icon="file" action={mayImport && button}>
        {t(mayImport ? "data.none" : "data.noneForYou")}
      </Empty>
    </div>
  );
}

interface FooterProps {
  readonly total: number | undefined;
  /** All tasks of the project. */
  readonly of: number | undefined;
  readonly done: number;
}

function Footer({ total, of, done }: FooterProps) {
  // What is done is known of the whole project only.
  const isWhole = of === undefined || total === undefined || of === total;
  return (
    <footer className={styles.footer}>
      {total !== undefined && (
        <span>
          {of === undefined || of === total
            ? t("app.tasks", { count: total })
            : t("data.matching", { number: total, count: of })}
        </span>
      )}
      {isWhole && <span>{t("data.doneCount", { count: done })}</span>}
      <span className={styles.grow} />
      <span className={styles.keys}>
        <Kbd>↑</Kbd> <Kbd>↓</Kbd> {t("data.keyMove")}
      </span>
      <span className={styles.keys}>
        <Kbd>Space</Kbd> {t("data.keyPreview")}
      </span>
      <span className={styles.keys}>
        <Kbd>↵</Kbd> {t("data.keyOpen")}
      </span>
    </footer>
  );
}
