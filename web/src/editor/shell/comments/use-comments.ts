/** The comments of a task, as the server has them. */

import { useCallback, useEffect, useState } from "react";
import { showToast } from "../../../design/toast-store";
import { t } from "../../../i18n/t";
import type { Comment, CommentHost, NewComment } from "../../host";

interface Comments {
  /** Null before they are loaded. */
  readonly all: readonly Comment[] | null;
  readonly failure: string | null;
  readonly retry: () => void;
  /** Whether the server has kept it. */
  readonly add: (comment: NewComment) => Promise<boolean>;
  readonly setResolved: (comment: Comment, isResolved: boolean) => Promise<void>;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function useComments(host: CommentHost, taskId: number, onOpen: (count: number) => void): Comments {
  const [all, setAll] = useState<readonly Comment[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const load = useCallback(async () => {
    try {
      const found = await host.list(taskId);
      setAll(found);
      setFailure(null);
      onOpen(found.filter(({ isResolved }) => !isResolved).length);
    } catch (error) {
      setFailure(reasonOf(error));
    }
  }, [host, taskId, onOpen]);
  useEffect(() => void load(), [load]);

  const add = async (comment: NewComment): Promise<boolean> => {
    try {
      await host.add(comment);
    } catch (error) {
      showToast("error", t("comments.notSent", { reason: reasonOf(error) }));
      return false;
    }
    await load();
    return true;
  };
  const setResolved = async ({ id }: Comment, isResolved: boolean): Promise<void> => {
    try {
      await host.setResolved(id, isResolved);
      await load();
    } catch (error) {
      showToast("error", t("comments.notChanged", { reason: reasonOf(error) }));
    }
  };
  return { all, failure, retry: () => void load(), add, setResolved };
}
