/** The same work in two versions: what the person may choose, and what the choice does. */

import { type Json, stringifyJson } from "../core/json";
import type { HostConflict } from "../host";
import type { Work } from "./work";

export interface Conflict {
  readonly mine: readonly Json[];
  readonly theirs: Json;
  readonly keepMine: () => void;
  readonly takeTheirs: () => void;
}

/** Work found in this browser that does not begin from what the server has now. */
export function journalConflict(work: Work, close: () => void): Conflict | null {
  const { session, journalConflict: found } = work;
  if (found === null || session.dirty) return null;
  return {
    mine: found.mine,
    theirs: session.result(),
    keepMine: () => {
      close();
      void session.adopt(session.base).then(() => session.replaceAll("Keep my version", [...found.mine]));
    },
    takeTheirs: () => {
      close();
      void session.adopt(session.base);
    },
  };
}

/** A draft that was changed elsewhere since this page read it. */
export function draftConflict(work: Work, { current }: HostConflict, close: () => void): Conflict {
  const { session, saver } = work;
  const base = { ...session.base, draftId: current.id, rev: current.rev, result: stringifyJson(current.result) };
  const done = (): void => {
    close();
    saver?.resolved();
  };
  return {
    mine: session.result(),
    theirs: current.result,
    keepMine: () => {
      session.rebase(base);
      done();
    },
    takeTheirs: () => void session.adopt(base).then(done),
  };
}
