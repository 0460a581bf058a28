// Which webhooks have come, and what is still to be done, in one SQLite file. In your service these are tables of the
// database that your work writes to; the statements stay as they are.
import { DatabaseSync } from 'node:sqlite';

const TABLES = `
  pragma journal_mode = wal;
  -- Each commit waits until it is on disk. In WAL that is not what every build of SQLite does by itself.
  pragma synchronous = full;
  pragma busy_timeout = 5000;
  -- Every webhook that was taken. The key is what makes a repeat one.
  create table if not exists webhooks (
    webhook_id text primary key,
    taken_at text not null default current_timestamp
  );
  -- What is still to be done, in the order of arrival.
  create table if not exists work_items (
    webhook_id text primary key,
    body text not null,
    attempts integer not null default 0,
    due_at integer not null default 0
  );
  -- What came of it.
  create table if not exists results (
    webhook_id text not null,
    result text not null,
    done_at text not null default current_timestamp
  );
`;

/** 1, 2, 4, … seconds, an hour at most: by how many times it was begun before. */
const waitAfter = (before) => `min(1 << min(${before}, 12), 3600)`;

/** @typedef {{ webhookId: string, body: string, attempts: number }} Item */

/**
 * Opens the file, and makes it when it is not there. One process has it open.
 * @param {string} file its path
 */
export function openInbox(file) {
  const database = new DatabaseSync(file);
  database.exec(TABLES);
  const know = database.prepare('insert into webhooks (webhook_id) values (?) on conflict do nothing');
  const add = database.prepare('insert into work_items (webhook_id, body) values (?, ?)');
  const first = database.prepare('select 1 from work_items limit 1');
  const begin = database.prepare(
    `update work_items set attempts = attempts + 1, due_at = unixepoch() + ${waitAfter('attempts')}
      where rowid = (select rowid from work_items where due_at <= unixepoch() order by rowid limit 1)
      returning webhook_id as webhookId, body, attempts`,
  );
  const remove = database.prepare('delete from work_items where webhook_id = ?');
  const keep = database.prepare('insert into results (webhook_id, result) values (?, ?)');
  const delay = database.prepare(
    `update work_items set due_at = unixepoch() + ${waitAfter('attempts - 1')} where webhook_id = ?`,
  );

  /** Both or neither: also when the process is killed, or the machine loses its power, in between. */
  function inTransaction(change) {
    database.exec('begin immediate');
    try {
      const result = change();
      database.exec('commit');
      return result;
    } catch (error) {
      if (database.isTransaction) database.exec('rollback');
      throw error;
    }
  }

  return {
    /**
     * Takes a webhook: its id, and in the same transaction what is to be done.
     * @param {string} webhookId
     * @param {string} body
     * @returns {boolean} false when it was taken before
     */
    take(webhookId, body) {
      return inTransaction(() => {
        if (know.run(webhookId).changes === 0) return false;
        add.run(webhookId, body);
        return true;
      });
    },

    /**
     * Begins what came first of all that is due. It is counted and put off before anything is done: should the work end the
     * process, the rest comes first after the restart.
     * @returns {Item | undefined}
     */
    begin: () => begin.get(),

    /**
     * Writes what came of an item, and in the same transaction that it is done: so it is written once.
     * @param {string} webhookId
     * @param {string} result
     */
    finish(webhookId, result) {
      inTransaction(() => {
        if (remove.run(webhookId).changes === 1) keep.run(webhookId, result);
      });
    },

    /**
     * Puts an item off that failed, from now on.
     * @param {string} webhookId
     */
    postpone(webhookId) {
      delay.run(webhookId);
    },

    /** @throws {Error} when the file cannot be read */
    check() {
      first.get();
    },

    close: () => database.close(),
  };
}
