/** The browser's own database: journals and the outbox of one user. */

import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { JournalBase, JournalRecord, JournalRow, JournalStore } from "../../editor/core/journal";

interface StoredRow extends JournalRow {
  readonly target: string;
}

/** A submission as JSON text, since the database cannot keep how numbers are spelt. */
export interface StoredSubmission {
  readonly uniqueId: string;
  readonly projectId: number;
  readonly body: string;
}

interface Schema extends DBSchema {
  bases: { key: string; value: { readonly target: string; readonly base: JournalBase } };
  rows: { key: [string, number]; value: StoredRow };
  outbox: { key: string; value: StoredSubmission; indexes: { project: number } };
}

export type LabelDatabase = IDBPDatabase<Schema>;

/** Opens the database of a user; rejects where the browser keeps none, as in some private windows, or knows of none. */
export async function openLabelDatabase(userId: number): Promise<LabelDatabase> {
  return await openDB<Schema>(`labelwright-${userId}`, 1, {
    upgrade: (database) => {
      database.createObjectStore("bases", { keyPath: "target" });
      database.createObjectStore("rows", { keyPath: ["target", "seq"] });
      database.createObjectStore("outbox", { keyPath: "uniqueId" }).createIndex("project", "projectId");
    },
  });
}

function rowsOf(target: string, upTo = Number.MAX_SAFE_INTEGER): IDBKeyRange {
  return IDBKeyRange.bound([target, 0], [target, upTo]);
}

export class DatabaseJournal implements JournalStore {
  readonly #database: LabelDatabase;

  constructor(database: LabelDatabase) {
    this.#database = database;
  }

  async read(target: string): Promise<JournalRecord | null> {
    const transaction = this.#database.transaction(["bases", "rows"]);
    const head = await transaction.objectStore("bases").get(target);
    const rows = await transaction.objectStore("rows").getAll(rowsOf(target));
    await transaction.done;
    return head === undefined || rows.length === 0 ? null : { base: head.base, rows };
  }

  async append(target: string, base: JournalBase, rows: readonly JournalRow[]): Promise<void> {
    const transaction = this.#database.transaction(["bases", "rows"], "readwrite");
    const bases = transaction.objectStore("bases");
    if ((await bases.getKey(target)) === undefined) await bases.put({ target, base });
    for (const row of rows) await transaction.objectStore("rows").put({ target, ...row });
    await transaction.done;
  }

  async confirm(target: string, seq: number, base: JournalBase): Promise<void> {
    const transaction = this.#database.transaction(["bases", "rows"], "readwrite");
    await transaction.objectStore("rows").delete(rowsOf(target, seq));
    const left = await transaction.objectStore("rows").count(rowsOf(target));
    if (left === 0) await transaction.objectStore("bases").delete(target);
    else await transaction.objectStore("bases").put({ target, base });
    await transaction.done;
  }

  async remove(target: string): Promise<void> {
    const transaction = this.#database.transaction(["bases", "rows"], "readwrite");
    await transaction.objectStore("rows").delete(rowsOf(target));
    await transaction.objectStore("bases").delete(target);
    await transaction.done;
  }
}

/** Where submissions wait until the server has them. */
export interface OutboxStore {
  all(projectId: number): Promise<readonly StoredSubmission[]>;
  put(submission: StoredSubmission): Promise<void>;
  remove(uniqueId: string): Promise<void>;
}

export class DatabaseOutbox implements OutboxStore {
  readonly #database: LabelDatabase;

  constructor(database: LabelDatabase) {
    this.#database = database;
  }

  all(projectId: number): Promise<readonly StoredSubmission[]> {
    return this.#database.getAllFromIndex("outbox", "project", projectId);
  }

  async put(submission: StoredSubmission): Promise<void> {
    await this.#database.put("outbox", submission);
  }

  remove(uniqueId: string): Promise<void> {
    return this.#database.delete("outbox", uniqueId);
  }
}

/** Keeps submissions in memory, where the browser has no database. */
export class MemoryOutbox implements OutboxStore {
  readonly #submissions = new Map<string, StoredSubmission>();

  all(projectId: number): Promise<readonly StoredSubmission[]> {
    return Promise.resolve([...this.#submissions.values()].filter((stored) => stored.projectId === projectId));
  }

  put(submission: StoredSubmission): Promise<void> {
    this.#submissions.set(submission.uniqueId, submission);
    return Promise.resolve();
  }

  remove(uniqueId: string): Promise<void> {
    this.#submissions.delete(uniqueId);
    return Promise.resolve();
  }
}
