import type { Queryable } from '../pool.ts';

// A row that another instance deletes at the same time is left to it.
const DELETE = `
  delete from rate_counts where ctid = any (array(
    select ctid from rate_counts
     where minute < now() - $1 * interval '1 millisecond'
     order by minute limit $2 for update skip locked))`;

/**
 * Deletes counts of windows that began more than `olderThanMs` ago, the oldest first, at most `limit` of them.
 * @returns how many
 */
export async function deleteOldCounts(db: Queryable, olderThanMs: number, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'delete-old-counts',
    text: DELETE,
    values: [olderThanMs, limit],
  });
  return rowCount ?? 0;
}
