import type { Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';

// The endpoint is asked again: the ids were read some time ago. For each endpoint its own walk along deliveries_due.
const LOCK = `
  select orphan.day, orphan.id, case when e.deleted_at is null then 'endpoint_disabled' else 'endpoint_deleted' end as reason
    from unnest($1::uuid[]) as wanted (id)
    join endpoints e on e.id = wanted.id and coalesce(e.deleted_at, e.disabled_at) is not null
   cross join lateral (select day, id from deliveries
                        where endpoint_id = e.id and state = 'pending'
                        order by next_attempt_at
                        limit $2
                          for update skip locked) orphan
   limit $2`;

// Day by day, as expire-leases.ts.
const CANCEL = `
  update deliveries
     set state = 'cancelled', reason = $3, version = version + 1, ended_at = now()
   where day = $1 and id = any($2::uuid[])`;

/**
 * Cancels what still waits for these endpoints, as far as they are deleted or disabled.
 * @returns how many, at most `limit`
 */
export async function cancelDeleted(
  pool: Pool,
  endpointIds: readonly string[],
  limit: number,
): Promise<number> {
  if (endpointIds.length === 0) return 0;
  return await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ day: string; id: string; reason: string }>({
      name: 'lock-orphans',
      text: LOCK,
      values: [endpointIds, limit],
    });
    for (const found of Map.groupBy(rows, ({ day, reason }) => `${day} ${reason}`).values()) {
      const values = [found[0]?.day, found.map(({ id }) => id), found[0]?.reason];
      await client.query({ name: 'cancel-deleted', text: CANCEL, values });
    }
    return rows.length;
  });
}
