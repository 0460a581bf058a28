import type { Queryable } from '../pool.ts';
import type { Counted } from './live-counts.ts';

// Buckets are added place by place; a list may be shorter than the other.
const ADD = `
  insert into live_counts as c (organization_id, instance_id, accepted, stored, delivered, failed, latency, updated_at)
  select organization_id, $1, accepted, stored, delivered, failed, latency::bigint[], now()
    from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[])
      as own (organization_id, accepted, stored, delivered, failed, latency)
      on conflict (organization_id, instance_id) do update
     set accepted = c.accepted + excluded.accepted, stored = c.stored + excluded.stored,
         delivered = c.delivered + excluded.delivered, failed = c.failed + excluded.failed,
         latency = coalesce(
           (select array_agg(coalesce(b.had, 0) + coalesce(b.got, 0) order by b.place)
              from unnest(c.latency, excluded.latency) with ordinality as b (had, got, place)), '{}'),
         updated_at = excluded.updated_at`;

/**
 * Adds what a process has counted to its rows, in one statement.
 * @param instanceId a UUID of the process
 * @param counts one for each organization, at least one
 */
export async function addLiveCounts(
  db: Queryable,
  instanceId: string,
  counts: readonly Counted[],
): Promise<void> {
  await db.query({
    name: 'add-live-counts',
    text: ADD,
    values: [
      instanceId,
      counts.map(({ organizationId }) => organizationId),
      counts.map(({ accepted }) => accepted),
      counts.map(({ stored }) => stored),
      counts.map(({ delivered }) => delivered),
      counts.map(({ failed }) => failed),
      counts.map(({ latency }) => `{${latency.join(',')}}`),
    ],
  });
}
