import type { Queryable } from '../pool.ts';

export interface DueEndpoint {
  readonly id: string;
  readonly organizationId: string;
  /** The partition of its wake-ups. */
  readonly partition: number;
}

// A deleted endpoint is among them while it has pending deliveries: whoever meets these ends them.
const FIND = `
  select e.id, e.organization_id as "organizationId", e.key_hash % $1 as partition
    from endpoints e
   where e.key_hash % $1 = any($2::int[]) and not e.paused
     and exists (
       select from deliveries d
        where d.endpoint_id = e.id and d.state = 'pending'
          and d.next_attempt_at <= now() + $3 * interval '1 millisecond')`;

/**
 * The endpoints with something due whose wake-ups belong to these partitions: what a new owner begins with.
 * @param partitionCount of the deliveries topic
 * @param withinMs what becomes due within this time counts as well
 */
export async function findDueEndpoints(
  db: Queryable,
  partitions: readonly number[],
  partitionCount: number,
  withinMs: number,
): Promise<DueEndpoint[]> {
  const { rows } = await db.query<DueEndpoint>({
    name: 'find-due-endpoints',
    text: FIND,
    values: [partitionCount, partitions, withinMs],
  });
  return rows;
}
