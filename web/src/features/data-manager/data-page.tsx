import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useState } from "react";
import { errorDetails } from "../../api/api-error";
import { projectKeys, projectOptions, sessionOptions, usersOptions } from "../../api/queries";
import { displayName, may, type Permission } from "../../api/session";
import { Kbd } from "../../design/badges";
import { Button, buttonClass } from "../../design/button";
import layout from "../../design/layout.module.css";
import { Empty, ErrorBox } from "../../design/message";
import { usePageTitle } from "../../design/use-page-title";
import { t } from "../../i18n/t";
import styles from "./data-page.module.css";
import { TaskTable } from "./task-table";
import { useTaskPages } from "./use-task-pages";

const ImportDialog = lazy(async () => ({ default: (await import("./import/import-dialog")).ImportDialog }));
const ExportDialog = lazy(async () => ({ default: (await import("./export/export-dialog")).ExportDialog }));

type OpenDialog = "import" | "export" | undefined;

/** Names of people by id, for the faces in the table. */
function useNames(): (userId: number) => string {
  const { data: users = [] } = useQuery(usersOptions);
  return useCallback(
    (userId) => {
      const user = users.find(({ id }) => id === userId);
      return user === undefined ? t("data.user", { id: String(userId) }) : displayName(user);
    },
    [users],
  );
}

function useMay(): (permission: Permission) => boolean {
  const { data: session } = useQuery(sessionOptions);
  return (permission) => session !== undefined && may(session, permission);
}

export function DataPage({ projectId }: { readonly projectId: number }) {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const allowed = useMay();
  const nameOf = useNames();
  const [dialog, setDialog] = useState<OpenDialog>();
  const [view, setView] = useState({ from: 0, to: 0 });
  const project = useQuery(projectOptions(projectId));
  const rows = useTaskPages(projectId, view.from, view.to);
  usePageTitle(project.data?.title || t("data.title"));

  const onView = useCallback((from: number, to: number) => setView({ from, to }), []);
  const onOpen = (task: number): void => {
    void navigate({ to: "/projects/$projectId/label", params: { projectId }, search: { task } });
  };

  if (project.error !== null) {
    return (
      <div className={styles.problem}>
        <h1>{t("data.title")}</h1>
        <ErrorBox title={t("data.projectFailed")} details={errorDetails(project.error)} />
      </div>
    );
  }
  return (
    <div className={styles.page}>
      <h1 className={layout.hidden}>{project.data?.title || t("data.title")}</h1>
      <Toolbar projectId={projectId} left={project.data?.queue_left ?? 0} allowed={allowed} onOpen={setDialog} />
      {rows.total === 0 && !rows.isPending && rows.error === undefined ? (
        <NoTasks mayImport={allowed("project.manage")} onImport={() => setDialog("import")} />
      ) : (
        <TaskTable rows={rows} nameOf={nameOf} onView={onView} onOpen={onOpen} />
      )}
      <Footer total={rows.total} done={project.data?.finished_task_number ?? 0} />
      <Suspense fallback={null}>
        {dialog === "import" && (
          <ImportDialog
            projectId={projectId}
            onImported={() => void cache.invalidateQueries({ queryKey: projectKeys.all })}
            onClose={() => setDialog(undefined)}
          />
        )}
        {dialog === "export" && <ExportDialog projectId={projectId} onClose={() => setDialog(undefined)} />}
      </Suspense>
    </div>
  );
}

interface ToolbarProps {
  readonly projectId: number;
  /** Tasks that wait for this reader. */
  readonly left: number;
  readonly allowed: (permission: Permission) => boolean;
  readonly onOpen: (dialog: OpenDialog) => void;
}

function Toolbar({ projectId, left, allowed, onOpen }: ToolbarProps) {
  return (
    <div role="toolbar" aria-label={t("data.actions")} className={styles.toolbar}>
      <span className={styles.grow} />
      {allowed("project.manage") && (
        <Button kind="ghost" icon="importFile" onClick={() => onOpen("import")}>
          {t("data.import")}
        </Button>
      )}
      {allowed("project.export") && (
        <Button kind="ghost" icon="exportFile" onClick={() => onOpen("export")}>
          {t("data.export")}
        </Button>
      )}
      {left > 0 && (
        <Link
          to="/projects/$projectId/label"
          params={{ projectId }}
          search={{}}
          className={buttonClass({ kind: "primary" })}
        >
          {t("data.label", { count: left })}
        </Link>
      )}
    </div>
  );
}

function NoTasks({ mayImport, onImport }: { readonly mayImport: boolean; readonly onImport: () => void }) {
  return (
    <div className={styles.empty}>
      <Empty
        icon="file"
        action={
          mayImport && (
            <Button kind="primary" icon="importFile" onClick={onImport}>
              {t("data.import")}
            </Button>
          )
        }
      >
        {t(mayImport ? "data.none" : "data.noneForYou")}
      </Empty>
    </div>
  );
}

function Footer({ total, done }: { readonly total: number; readonly done: number }) {
  return (
    <footer className={styles.footer}>
      <span>{t("projects.tasks", { count: total })}</span>
      <span>{t("data.doneCount", { count: done })}</span>
      <span className={styles.grow} />
      <span className={styles.keys}>
        <Kbd>↑</Kbd> <Kbd>↓</Kbd> {t("data.keyMove")}
      </span>
      <span className={styles.keys}>
        <Kbd>↵</Kbd> {t("data.keyOpen")}
      </span>
    </footer>
  );
}
