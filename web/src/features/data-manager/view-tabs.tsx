import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { errorDetails } from "../../api/api-error";
import { createView, deleteView, orderViews, updateView, type View } from "../../api/views";
import { Count, Tag } from "../../design/badges";
import { Button, IconButton } from "../../design/button";
import { ConfirmDialog } from "../../design/confirm-dialog";
import { Dialog } from "../../design/dialog";
import { Field, Input } from "../../design/field";
import { Menu, MenuItem, MenuSeparator } from "../../design/menu";
import { showToast } from "../../design/toast-store";
import { formatNumber, t } from "../../i18n/t";
import { viewKeys } from "./queries";
import type { DataSearch } from "./search";
import type { CurrentView } from "./use-view";
import { dataOf, searchOf } from "./view-state";
import styles from "./view-tabs.module.css";

interface ViewTabsProps {
  readonly projectId: number;
  readonly view: CurrentView;
  readonly taskNumber: number | undefined;
  /** Tasks that the open tab leaves. */
  readonly total: number | undefined;
  /** Managers put the tabs of a project in order. */
  readonly mayOrder: boolean;
  readonly onSearch: (search: DataSearch) => void;
}

type Asking = "save" | "rename" | "delete" | undefined;

/** Saved views as tabs; the open one can be saved, renamed and deleted. */
export function ViewTabs({ projectId, view, taskNumber, total, mayOrder, onSearch }: ViewTabsProps) {
  const [asking, setAsking] = useState<Asking>();
  const saving = useViewChanges(projectId, view, onSearch);

  return (
    <div className={styles.strip}>
      <nav className={styles.tabs} aria-label={t("data.views")}>
        <Tab
          label={t("data.allTasks")}
          count={taskNumber}
          isOpen={view.tab === undefined}
          onOpen={() => onSearch({})}
        />
        {view.views.map((tab) => (
          <Tab
            key={tab.id}
            label={titleOf(tab)}
            count={tab.id === view.tab?.id ? total : undefined}
            isOpen={tab.id === view.tab?.id}
            onOpen={() => onSearch(searchOf(tab.id))}
          />
        ))}
        <IconButton icon="plus" label={t("data.newView")} onClick={() => setAsking("save")} />
      </nav>
      <span className={styles.grow} />
      {view.edited && <Tag kind="info">{t("data.edited")}</Tag>}
      {view.edited && view.tab !== undefined && (
        <Button kind="ghost" onClick={() => onSearch(searchOf(view.tab?.id))}>
          {t("data.undoEdits")}
        </Button>
      )}
      {view.edited && (
        <Button
          kind="ghost"
          busy={saving.isBusy}
          onClick={() => (view.tab === undefined ? setAsking("save") : saving.save())}
        >
          {t("data.saveView")}
        </Button>
      )}
      {view.tab !== undefined && (
        <Menu trigger={<IconButton icon="more" label={t("data.viewActions")} />}>
          <MenuItem onSelect={() => setAsking("rename")}>{t("data.renameView")}</MenuItem>
          <MenuItem icon="copy" onSelect={() => setAsking("save")}>
            {t("data.copyView")}
          </MenuItem>
          {mayOrder && (
            <>
              <MenuItem icon="chevronLeft" disabled={!saving.canMove(-1)} onSelect={() => saving.move(-1)}>
                {t("data.moveLeft")}
              </MenuItem>
              <MenuItem icon="chevronRight" disabled={!saving.canMove(1)} onSelect={() => saving.move(1)}>
                {t("data.moveRight")}
              </MenuItem>
            </>
          )}
          <MenuSeparator />
          <MenuItem icon="trash" danger onSelect={() => setAsking("delete")}>
            {t("data.deleteView")}
          </MenuItem>
        </Menu>
      )}
      {asking === "save" && (
        <NameDialog title={t("data.newView")} initial="" onName={saving.create} onClose={() => setAsking(undefined)} />
      )}
      {asking === "rename" && view.tab !== undefined && (
        <NameDialog
          title={t("data.renameView")}
          initial={titleOf(view.tab)}
          onName={saving.rename}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking === "delete" && view.tab !== undefined && (
        <ConfirmDialog
          title={t("data.deleteViewTitle", { title: titleOf(view.tab) })}
          confirm={t("data.deleteView")}
          keep={t("data.keep")}
          onConfirm={() => {
            setAsking(undefined);
            saving.remove();
          }}
          onClose={() => setAsking(undefined)}
        >
          <p>{t("data.deleteViewText")}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}

function titleOf(tab: View): string {
  return tab.data.title || t("data.untitledView", { id: String(tab.id) });
}

interface TabProps {
  readonly label: string;
  readonly count: number | undefined;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

function Tab({ label, count, isOpen, onOpen }: TabProps) {
  return (
    <button type="button" className={styles.tab} aria-current={isOpen ? "page" : undefined} onClick={onOpen}>
      <span className={styles.name}>{label}</span>
      {count !== undefined && <Count>{formatNumber(count)}</Count>}
    </button>
  );
}

function useViewChanges(projectId: number, view: CurrentView, onSearch: (search: DataSearch) => void) {
  const cache = useQueryClient();
  const settled = async (open: number | undefined): Promise<void> => {
    await cache.invalidateQueries({ queryKey: viewKeys.views(projectId) });
    onSearch(searchOf(open));
  };
  const failed = (error: unknown): void => showToast("error", `${t("data.viewFailed")} ${errorDetails(error)}`);
  const { mutate, isPending } = useMutation({
    mutationFn: async (change: () => Promise<number | undefined>) => settled(await change()),
    onError: failed,
  });
  const { state, tab, views } = view;
  const place = views.findIndex(({ id }) => id === tab?.id);
  const canMove = (step: 1 | -1): boolean => place !== -1 && views[place + step] !== undefined;
  return {
    isBusy: isPending,
    canMove,
    move: (step: 1 | -1) => {
      if (tab === undefined || !canMove(step)) return;
      const ids = views.map(({ id }) => id).filter((id) => id !== tab.id);
      mutate(async () => {
        await orderViews(projectId, ids.toSpliced(place + step, 0, tab.id));
        return tab.id;
      });
    },
    create: (title: string) => mutate(async () => (await createView(projectId, dataOf(state, title))).id),
    save: () => {
      if (tab !== undefined) mutate(async () => (await updateView(tab.id, dataOf(state, titleOf(tab), tab.data))).id);
    },
    rename: (title: string) => {
      if (tab !== undefined) mutate(async () => (await updateView(tab.id, { ...tab.data, title })).id);
    },
    remove: () => {
      if (tab === undefined) return;
      mutate(async () => {
        await deleteView(tab.id);
        return undefined;
      });
    },
  };
}

interface NameDialogProps {
  readonly title: string;
  readonly initial: string;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

function NameDialog({ title, initial, onName, onClose }: NameDialogProps) {
  const [name, setName] = useState(initial);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === "") return;
    onName(name.trim());
    onClose();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("data.cancel")}</Button>
          <Button kind="primary" type="submit" form="view-name" disabled={name.trim() === ""}>
            {t("data.saveView")}
          </Button>
        </>
      }
    >
      <form id="view-name" onSubmit={submit}>
        <Field label={t("data.viewName")}>
          {(wiring) => (
            <Input
              {...wiring}
              value={name}
              maxLength={100}
              autoFocus
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
