import type { Queryable } from '../pool.ts';

const CANCEL = `
  with orphans as (
    select d.day, d.id
      from endpoints e
     cross join lateral (select day, id from deliveries
                          where endpoint_id = e.id and state = 'pending'
                          limit $1
                            for update skip locked) d
     where e.deleted_at is not null
     limit $1
  )
  update deliveries d
     set state = 'cancelled', reason = 'endpoint_deleted', version = d.version + 1, ended_at = now()
    from orphans
   where d.day = orphans.day and d.id = orphans.id`;

/**
 * Cancels what still waits for endpoints that were deleted.
 * @returns how many, at most `limit`
 */
export async function cancelDeleted(db: Queryable, limit: number): Promise<number> {
  const { rowCount } = await db.query({ name: 'cancel-deleted', text: CANCEL, values: [limit] });
  return rowCount ?? 0;
}
