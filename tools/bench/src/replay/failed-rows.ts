// Deliveries that were given up, made in Postgres by the thousand: what a replay is asked for.
import { randomUUID } from 'node:crypto';
import { ensureDays } from '@hopline/postgres/ensure-days';
import type { Pool } from '@hopline/postgres/pool';

const INSERT = `
  with failed as materialized (
    select gen_random_uuid() as event_id, gen_random_uuid() as id, e.id as endpoint_id, e.organization_id
      from unnest($2::uuid[]) as wanted (id)
      join endpoints e on e.id = wanted.id
     cross join generate_series(1, $3)
  ), stored as (
    insert into events (day, id, organization_id, type, accepted_at, topic_partition, topic_offset, body)
    select $1, event_id, organization_id, 'bench.made', now(), 0, 0, $4 from failed
  )
  insert into deliveries (day, id, event_id, endpoint_id, organization_id, state, reason, version, attempts, ended_at, dlq_at)
  select $1, id, event_id, endpoint_id, organization_id, 'dead', 'exhausted', 11, 5, now(), now() from failed`;

/** Some 500 bytes, as the other benchmarks have. */
const BODY = Buffer.from(
  JSON.stringify({ id: randomUUID(), type: 'bench.made', data: { text: 'x'.repeat(400) } }),
);

/** Adds so many failed deliveries to each endpoint. */
export async function addFailed(pool: Pool, endpointIds: readonly string[], each: number): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  await ensureDays(pool, [day]);
  for (const id of endpointIds) await pool.query(INSERT, [day, [id], each, BODY]);
}
