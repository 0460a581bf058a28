import type { Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';

export interface EndpointRef {
  readonly endpointId: string;
  readonly organizationId: string;
}

// skip locked: a result that is being written right now settles the row by itself.
const LOCK = `
  select day, id, endpoint_id, organization_id from deliveries
   where state = 'sending' and lease_until < now()
   order by lease_until
   limit $1
     for update skip locked`;

// The new version fences out the claimer, whose result would come too late. Day by day: joined with rows of several days,
// Postgres reads the whole table for a page of 500.
const EXPIRE = `
  update deliveries set state = 'pending', version = version + 1, lease_until = null
   where day = $1 and id = any($2::uuid[])`;

/**
 * Takes back deliveries whose claimer did not report in time: they are pending again.
 * @returns one entry a delivery, at most `limit`
 */
export function expireLeases(pool: Pool, limit: number): Promise<EndpointRef[]> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query({ name: 'lock-expired', text: LOCK, values: [limit] });
    for (const [day, found] of Map.groupBy(rows, (row) => row.day)) {
      const values = [day, found.map(({ id }) => id)];
      await client.query({ name: 'expire-leases', text: EXPIRE, values });
    }
    return rows.map((row) => ({ endpointId: row.endpoint_id, organizationId: row.organization_id }));
  });
}
