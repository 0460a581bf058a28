// Deliveries of ordered endpoints, as rows.
import { randomUUID } from 'node:crypto';
import { ensureDays } from '@hopline/postgres/ensure-days';
import type { Pool } from '@hopline/postgres/pool';
import { deliveryId } from '@hopline/wire/ids';
import { webhookBody } from '@hopline/wire/webhook-body';
import { addEndpoint, DAY, type TestEndpoint } from './deliveries.ts';

export interface InOrder {
  readonly key: string;
  readonly offset: number;
  readonly partition?: number;
  readonly state?: 'pending' | 'sending' | 'dead' | 'succeeded';
  readonly dueInMs?: number;
  readonly day?: string;
}

export interface InOrderDelivery extends InOrder {
  readonly day: string;
  readonly id: string;
  readonly version: number;
}

/** @param skipAfter null: a dead delivery holds its key */
export async function addOrderedEndpoint(
  pool: Pool,
  given: { organizationId: string; url?: string; skipAfter?: number | null; paused?: boolean },
): Promise<TestEndpoint> {
  const endpoint = await addEndpoint(pool, { url: 'https://example.com/hook', ...given });
  await pool.query('update endpoints set ordered = true, skip_after = $2 where id = $1', [
    endpoint.id,
    given.skipAfter ?? null,
  ]);
  return endpoint;
}

/** Stores events, each with its delivery at its place. */
export async function addInOrder(
  pool: Pool,
  endpoint: TestEndpoint,
  rows: readonly InOrder[],
): Promise<InOrderDelivery[]> {
  const made = rows.map((row) => {
    const eventId = randomUUID();
    return { day: DAY, version: 1, ...row, eventId, id: deliveryId(eventId, endpoint.id) };
  });
  await ensureDays(pool, [...new Set(made.map(({ day }) => day))]);
  const body = webhookBody({ id: '', type: 'test.made', acceptedAtMs: 0, payload: Buffer.from('{}') });
  await pool.query(
    `insert into events (day, id, organization_id, type, accepted_at, topic_partition, topic_offset, body)
     select day, id, $1, 'test.made', now(), 0, 0, $2 from unnest($3::date[], $4::uuid[]) as given (day, id)`,
    [endpoint.organizationId, body, made.map(({ day }) => day), made.map(({ eventId }) => eventId)],
  );
  await pool.query(
    `insert into deliveries (day, id, event_id, endpoint_id, organization_id, next_attempt_at, state, lease_until,
                             ended_at, order_key, topic_partition, topic_offset)
     select day, id, event_id, $1, $2, now() + due_in_ms * interval '1 millisecond', state,
            case when state = 'sending' then now() + interval '1 hour' end,
            case when state in ('dead', 'succeeded') then now() end, key, partition, place
       from unnest($3::date[], $4::uuid[], $5::uuid[], $6::float8[], $7::delivery_state[], $8::text[], $9::int[], $10::bigint[])
         as given (day, id, event_id, due_in_ms, state, key, partition, place)`,
    [
      endpoint.id,
      endpoint.organizationId,
      made.map(({ day }) => day),
      made.map(({ id }) => id),
      made.map(({ eventId }) => eventId),
      made.map(({ dueInMs = 0 }) => dueInMs),
      made.map(({ state = 'pending' }) => state),
      made.map(({ key }) => key),
      made.map(({ partition = 0 }) => partition),
      made.map(({ offset }) => offset),
    ],
  );
  return made;
}
