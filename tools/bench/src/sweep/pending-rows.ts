// Pending deliveries as persist leaves them, made in Postgres by the thousand, without a wake-up of any.
import { randomBytes, randomUUID } from 'node:crypto';
import { ensureDays } from '@hopline/postgres/ensure-days';
import type { Pool } from '@hopline/postgres/pool';
import { keyHash } from '@hopline/wire/partitioner';

/** How many rows one statement makes, about. */
const STEP = 10_000;

const INSERT = `
  with pending as materialized (
    select gen_random_uuid() as event_id, gen_random_uuid() as id, e.id as endpoint_id, e.organization_id
      from unnest($2::uuid[]) as wanted (id)
      join endpoints e on e.id = wanted.id
     cross join generate_series(1, $3)
  ), stored as (
    insert into events (day, id, organization_id, type, accepted_at, topic_partition, topic_offset, body)
    select $1, event_id, organization_id, 'bench.made', now(), 0, 0, $4 from pending
  )
  insert into deliveries (day, id, event_id, endpoint_id, organization_id, next_attempt_at, created_at)
  select $1, id, event_id, endpoint_id, organization_id, now() - interval '2 minutes', now() - interval '2 minutes'
    from pending`;

/** Some 500 bytes, as the other benchmarks have. */
const BODY = Buffer.from(
  JSON.stringify({ id: randomUUID(), type: 'bench.made', data: { text: 'x'.repeat(400) } }),
);

export interface NewEndpoint {
  readonly url: string;
  readonly organization: string;
  readonly paused?: boolean;
}

export async function addOrganizations(pool: Pool, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await pool.query(
    `insert into organizations (id, name, tier) select id, 'bench', 'pro' from unnest($1::uuid[]) as given (id)`,
    [ids],
  );
  return ids;
}

/** @returns their ids */
export async function addEndpoints(pool: Pool, endpoints: readonly NewEndpoint[]): Promise<string[]> {
  const ids = endpoints.map(() => randomUUID());
  await pool.query(
    `insert into endpoints (id, organization_id, url, event_types, secret, key_hash, paused)
     select id, organization_id, url, '{*}', secret, key_hash, paused
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::int[], $6::bool[])
              as given (id, organization_id, url, secret, key_hash, paused)`,
    [
      ids,
      endpoints.map(({ organization }) => organization),
      endpoints.map(({ url }) => url),
      endpoints.map(() => `whsec_${randomBytes(32).toString('base64')}`),
      ids.map((id) => keyHash(id)),
      endpoints.map(({ paused = false }) => paused),
    ],
  );
  return ids;
}

/** Adds so many deliveries to each endpoint, due for two minutes. */
export async function addPending(pool: Pool, endpointIds: readonly string[], each: number): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  await ensureDays(pool, [day]);
  const endpointsAtOnce = Math.max(1, Math.floor(STEP / each));
  for (let from = 0; from < endpointIds.length; from += endpointsAtOnce) {
    const ids = endpointIds.slice(from, from + endpointsAtOnce);
    for (let left = each; left > 0; left -= STEP) {
      await pool.query(INSERT, [day, ids, Math.min(left, STEP), BODY]);
    }
  }
}
