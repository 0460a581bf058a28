// What a receiver has written: all four have the same tables.
import { DatabaseSync } from 'node:sqlite';

export interface Store {
  /** How many webhooks it has taken. */
  taken(): number;
  /** How many are still to be worked on. */
  waiting(): number;
  /** Of these webhooks those that were worked on, as often as they were. */
  worked(ids: readonly string[]): string[];
  /** How often the work on one that is still to be done has failed. */
  failures(id: string): number;
  close(): void;
}

/**
 * Opens the file of a receiver that has made it. It stays open: whoever is the last to close it tidies up, and after a kill
 * that is for the receiver to do.
 */
export function openStore(file: string): Store {
  const database = new DatabaseSync(file, { timeout: 5000 });
  const taken = database.prepare('select count(*) as n from webhooks');
  const waiting = database.prepare('select count(*) as n from work_items');
  const attempts = database.prepare('select attempts from work_items where webhook_id = ?');
  const results = database.prepare('select webhook_id from results');
  return {
    taken: () => Number(taken.get()?.n),
    waiting: () => Number(waiting.get()?.n),
    worked(ids) {
      const wanted = new Set(ids);
      return results
        .all()
        .map((row) => String(row.webhook_id))
        .filter((id) => wanted.has(id));
    },
    failures: (id) => Number(attempts.get(id)?.attempts ?? 0),
    close: () => database.close(),
  };
}
