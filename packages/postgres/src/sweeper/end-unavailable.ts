import type { Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';

/** An endpoint that nothing but fails at, and how long its deliveries may be due without an attempt. */
export interface AgeLimit {
  readonly endpointId: string;
  readonly limitMs: number;
}

// The endpoint is asked again: it may have come back, or been changed, since it was looked at.
const LOCK = `
  select found.day, found.id
    from unnest($1::uuid[], $2::float8[]) as wanted (id, limit_ms)
    join endpoints e on e.id = wanted.id and e.failing_since is not null and not e.paused
     and e.updated_at < now() - wanted.limit_ms * interval '1 millisecond'
   cross join lateral (select day, id from deliveries
                        where endpoint_id = e.id and state = 'pending'
                          and next_attempt_at < now() - wanted.limit_ms * interval '1 millisecond'
                        order by next_attempt_at
                        limit $3
                          for update skip locked) found
   limit $3`;

// Day by day, as expire-leases.ts. Without a dlq_at: the dead letter is published by the next round.
const END = `
  update deliveries
     set state = 'dead', reason = 'endpoint_unavailable', version = version + 1, ended_at = now()
   where day = $1 and id = any($2::uuid[])`;

/**
 * Gives up deliveries that wait for an endpoint that has been out of reach for too long.
 * @returns how many, at most `limit`
 */
export async function endUnavailable(
  pool: Pool,
  endpoints: readonly AgeLimit[],
  limit: number,
): Promise<number> {
  if (endpoints.length === 0) return 0;
  return await inTransaction(pool, async (client) => {
    const values = [
      endpoints.map(({ endpointId }) => endpointId),
      endpoints.map(({ limitMs }) => limitMs),
      limit,
    ];
    const { rows } = await client.query({ name: 'lock-unavailable', text: LOCK, values });
    for (const [day, found] of Map.groupBy(rows, (row) => row.day)) {
      await client.query({ name: 'end-unavailable', text: END, values: [day, found.map(({ id }) => id)] });
    }
    return rows.length;
  });
}
