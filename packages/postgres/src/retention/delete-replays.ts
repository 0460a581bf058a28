import type { Pool } from '../pool.ts';
import { shortTransaction } from './short-transaction.ts';

// A replay chooses from events that were accepted before it was asked for: when the day in which it ended goes, all that it
// has chosen is gone. By both clocks, as find-expired-days.ts. Its parts go with it, by their key.
// What is over is found by replays_ended.
export const DELETE_REPLAYS = `
  delete from replays
   where id in (
     select id from replays
      where ended_at < date_trunc('day', least(now(), to_timestamp($2::float8 / 1000)) - $1 * interval '1 millisecond', 'UTC')
      order by ended_at
      limit $3)`;

/**
 * Deletes replays that ended in a day of which all is older than `ageMs`, the oldest first.
 * @param limit how many at most, each with a part for each of its endpoints
 * @param nowMs our clock, milliseconds since the epoch
 * @returns how many; undefined when it gave way to somebody: nothing was done
 */
export function deleteReplays(
  pool: Pool,
  ageMs: number,
  limit: number,
  nowMs: number = Date.now(),
): Promise<number | undefined> {
  return shortTransaction(pool, async (client) => {
    const values = [ageMs, nowMs, limit];
    const { rowCount } = await client.query({ name: 'delete-replays', text: DELETE_REPLAYS, values });
    return rowCount ?? 0;
  });
}
