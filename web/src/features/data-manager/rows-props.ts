/** What the table and the grid both need. */

import type { Selection } from "./selection";
import type { CellContext } from "./task-cell";
import type { TaskRows } from "./use-task-pages";

export interface RowsProps {
  readonly rows: TaskRows;
  readonly cells: CellContext;
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  readonly onView: (from: number, to: number) => void;
  readonly onOpen: (taskId: number) => void;
  readonly onPreview: (taskId: number) => void;
}
