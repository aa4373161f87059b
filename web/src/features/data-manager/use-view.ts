import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { TaskQuery, View } from "../../api/views";
import { viewsOptions } from "./queries";
import { type DataSearch, type SearchChange, withoutNothing } from "./search";
import { currentState, isEdited, savedState, type ViewState } from "./view-state";

export interface CurrentView {
  readonly views: readonly View[];
  readonly tab: View | undefined;
  readonly saved: ViewState;
  readonly state: ViewState;
  readonly edited: boolean;
  /** Whether the state is known: a saved tab has to arrive first. */
  readonly isReady: boolean;
  /** The named tab does not exist, or not any more. */
  readonly isMissing: boolean;
  readonly query: TaskQuery;
  readonly change: (change: SearchChange) => void;
}

/** The tab of the address with the changes that stand there beside it. */
export function useView(projectId: number, search: DataSearch, onSearch: (search: DataSearch) => void): CurrentView {
  const { data: views, isError } = useQuery(viewsOptions(projectId));
  const tab = views?.find(({ id }) => id === search.tab);
  const saved = useMemo(() => savedState(tab), [tab]);
  const state = useMemo(() => currentState(saved, search), [saved, search]);
  const isReady = search.tab === undefined || views !== undefined || isError;
  const query = useMemo<TaskQuery>(
    () => ({
      ...(state.filters.items.length > 0 && { filters: state.filters }),
      ...(state.order.length > 0 && { ordering: state.order }),
    }),
    [state.filters, state.order],
  );
  const change = useCallback(
    (changed: SearchChange) => onSearch(withoutNothing({ ...search, ...changed })),
    [search, onSearch],
  );
  return {
    views: views ?? [],
    tab,
    saved,
    state,
    edited: isEdited(saved, state),
    isReady,
    isMissing: search.tab !== undefined && views !== undefined && tab === undefined,
    query,
    change,
  };
}
