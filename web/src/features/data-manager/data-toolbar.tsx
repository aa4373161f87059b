import { Link } from "@tanstack/react-router";
import type { Permission } from "../../api/session";
import { Button, buttonClass } from "../../design/button";
import { Icon } from "../../design/icon";
import { Segmented } from "../../design/segmented";
import { t } from "../../i18n/t";
import "../../i18n/team";
import type { TableColumn } from "./columns";
import { ColumnsPopover } from "./columns-popover";
import styles from "./data-page.module.css";
import { FilterBar } from "./filter-bar";
import { SortPopover } from "./sort-popover";
import type { CurrentView } from "./use-view";
import type { Person } from "./value-entry";

export type OpenDialog = "import" | "export" | undefined;

interface DataToolbarProps {
  readonly projectId: number;
  readonly view: CurrentView;
  readonly all: readonly TableColumn[];
  readonly shown: readonly TableColumn[];
  readonly people: readonly Person[];
  /** Tasks that wait for this reader. */
  readonly left: number;
  /** Tasks that await their review. */
  readonly toReview: number;
  readonly allowed: (permission: Permission) => boolean;
  readonly onOpen: (dialog: OpenDialog) => void;
}

/** What is shown and how at the start, what can be done with the data at the end. */
export function DataToolbar(props: DataToolbarProps) {
  const { projectId, view, all, shown, people, left, toReview, allowed, onOpen } = props;
  const { state, change } = view;
  return (
    <div role="toolbar" aria-label={t("data.actions")} className={styles.toolbar}>
      <div className={styles.chips}>
        <FilterBar filters={state.filters} columns={all} people={people} onChange={(filters) => change({ filters })} />
      </div>
      <SortPopover order={state.order} columns={all} onChange={(order) => change({ order })} />
      {state.layout === "table" && (
        <ColumnsPopover
          all={all}
          shown={shown}
          pinned={state.pinned}
          onShown={(columns) => change({ columns })}
          onPinned={(pinned) => change({ pinned })}
          onReset={() => change({ columns: undefined, pinned: undefined, widths: undefined })}
        />
      )}
      <Segmented
        label={t("data.layout")}
        segments={[
          { value: "table", label: t("data.table"), picture: <Icon name="rows" /> },
          { value: "grid", label: t("data.grid"), picture: <Icon name="cards" /> },
        ]}
        value={state.layout}
        onChange={(layout) => change({ layout })}
      />
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
      {toReview > 0 && (
        <Link to="/projects/$projectId/review" params={{ projectId }} className={buttonClass({})}>
          {t("team.review", { count: toReview })}
        </Link>
      )}
      {left > 0 && (
        <Link
          to="/projects/$projectId/label"
          params={{ projectId }}
          search={{}}
          className={buttonClass({ kind: "primary" })}
        >
          {t(state.filters.items.length > 0 ? "data.labelProject" : "data.label", { count: left })}
        </Link>
      )}
    </div>
  );
}
