import type { Queryable } from '../pool.ts';

// What somebody else deletes or writes at the same time is left to them.
const DELETE = `
  with watches as (
    delete from live_watches where organization_id = any (array(
      select organization_id from live_watches
       where until < now() - $1 * interval '1 millisecond' for update skip locked))
  )
  delete from live_counts where (organization_id, instance_id) in (
    select organization_id, instance_id from live_counts
     where updated_at < now() - $1 * interval '1 millisecond' for update skip locked)`;

/** Deletes watches that ended, and counts that were last written, more than so many milliseconds ago. */
export async function deleteOldLive(db: Queryable, olderThanMs: number): Promise<void> {
  await db.query({ name: 'delete-old-live', text: DELETE, values: [olderThanMs] });
}
