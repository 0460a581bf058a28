import type { Queryable } from '../pool.ts';

export interface EndpointRef {
  readonly endpointId: string;
  readonly organizationId: string;
}

// skip locked: a result that is being written right now settles the row by itself. The new version fences out the
// claimer, whose result would come too late.
const EXPIRE = `
  with expired as (
    select day, id from deliveries
     where state = 'sending' and lease_until < now()
     order by lease_until
     limit $1
       for update skip locked
  )
  update deliveries d set state = 'pending', version = d.version + 1, lease_until = null
    from expired
   where d.day = expired.day and d.id = expired.id
  returning d.endpoint_id, d.organization_id`;

/**
 * Takes back deliveries whose claimer did not report in time: they are pending again.
 * @returns one entry a delivery, at most `limit`
 */
export async function expireLeases(db: Queryable, limit: number): Promise<EndpointRef[]> {
  const { rows } = await db.query({ name: 'expire-leases', text: EXPIRE, values: [limit] });
  return rows.map((row) => ({ endpointId: row.endpoint_id, organizationId: row.organization_id }));
}
