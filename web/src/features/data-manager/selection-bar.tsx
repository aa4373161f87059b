import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { errorDetails } from "../../api/api-error";
import { projectKeys } from "../../api/queries";
import type { Permission } from "../../api/session";
import { runAction, type TaskAction, type TaskQuery } from "../../api/views";
import { Button, IconButton } from "../../design/button";
import { ConfirmDialog } from "../../design/confirm-dialog";
import { Menu, MenuItem } from "../../design/menu";
import { showToast } from "../../design/toast-store";
import { formatNumber, t } from "../../i18n/t";
import "../../i18n/team";
import { actionsOptions } from "./queries";
import { ALL_SELECTED, countSelected, NOTHING_SELECTED, type Selection, selectedItems } from "./selection";
import styles from "./selection-bar.module.css";

const AssignDialog = lazy(async () => ({ default: (await import("./assign/assign-dialog")).AssignDialog }));

interface SelectionBarProps {
  readonly projectId: number;
  readonly total: number;
  readonly query: TaskQuery;
  readonly selection: Selection;
  readonly allowed: (permission: Permission) => boolean;
  readonly onSelection: (selection: Selection) => void;
}

const deletes = (action: TaskAction): boolean => action.id.startsWith("delete_");

/** What can be done with the ticked tasks, above the foot of the page. */
export function SelectionBar({ projectId, total, query, selection, allowed, onSelection }: SelectionBarProps) {
  const cache = useQueryClient();
  const { data: actions = [] } = useQuery(actionsOptions(projectId));
  const [asked, setAsked] = useState<TaskAction>();
  const [assigns, setAssigns] = useState(false);
  const count = countSelected(selection, total);
  const { mutate, isPending } = useMutation({
    mutationFn: (action: TaskAction) =>
      runAction(projectId, action.id, { ...query, selectedItems: selectedItems(selection) }),
    onSuccess: async (result, action) => {
      setAsked(undefined);
      onSelection(NOTHING_SELECTED);
      showToast("ok", result.detail ?? action.title);
      await cache.invalidateQueries({ queryKey: projectKeys.all });
    },
    onError: (error, action) =>
      showToast("error", t("data.actionFailed", { action: action.title, why: errorDetails(error) })),
  });
  if (count === 0) return null;

  const offered = actions.filter(({ permission }) => allowed(permission));
  const deleting = offered.filter(deletes);

  const start = (action: TaskAction): void => {
    if (action.dialog.text === undefined) mutate(action);
    else setAsked(action);
  };
  return (
    <>
      <div role="toolbar" aria-label={t("data.selection")} className={styles.bar}>
        <span className={styles.count} aria-live="polite">
          {t("data.selected", { count })}
        </span>
        {count < total && (
          <button type="button" className={styles.all} onClick={() => onSelection(ALL_SELECTED)}>
            {t("data.selectAll", { count: total })}
          </button>
        )}
        <span className={styles.rule} />
        {allowed("project.manage") && (
          <Button kind="ghost" icon="user" onClick={() => setAssigns(true)}>
            {t("team.assign")}
          </Button>
        )}
        {offered
          .filter((action) => !deletes(action))
          .map((action) => (
            <Button key={action.id} kind="ghost" busy={isPending} onClick={() => start(action)}>
              {action.title}
            </Button>
          ))}
        {deleting.length > 0 && (
          <Menu
            align="end"
            trigger={
              <Button kind="dangerQuiet" icon="trash" busy={isPending}>
                {t("data.delete")}
              </Button>
            }
          >
            {deleting.map((action) => (
              <MenuItem key={action.id} danger onSelect={() => start(action)}>
                {action.title}
              </MenuItem>
            ))}
          </Menu>
        )}
        <span className={styles.rule} />
        <IconButton icon="close" label={t("data.unselect")} onClick={() => onSelection(NOTHING_SELECTED)} />
      </div>
      {assigns && (
        <Suspense fallback={null}>
          <AssignDialog
            projectId={projectId}
            count={count}
            selectedItems={selectedItems(selection)}
            filters={query.filters}
            onAssigned={() => onSelection(NOTHING_SELECTED)}
            onClose={() => setAssigns(false)}
          />
        </Suspense>
      )}
      {asked !== undefined && (
        <ConfirmDialog
          title={t("data.confirmTitle", { action: asked.title, number: formatNumber(count) })}
          confirm={asked.title}
          keep={t(deletes(asked) ? "data.keep" : "data.cancel")}
          kind={deletes(asked) ? "danger" : "primary"}
          busy={isPending}
          onConfirm={() => mutate(asked)}
          onClose={() => setAsked(undefined)}
        >
          <p>{t("data.confirmText", { count })}</p>
          <p>{asked.dialog.text}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
