import type { Pool } from '@hopline/postgres/pool';
import { uuidV7 } from '@hopline/wire/uuid';

/** Stores an event as persist does, with one delivery that failed twice. */
export async function storeEvent(
  pool: Pick<Pool, 'query'>,
  event: { id: string; organizationId: string; payload: string },
): Promise<void> {
  const day = '2026-01-02';
  const { id, organizationId, payload } = event;
  for (const table of ['events', 'deliveries', 'attempts']) {
    await pool.query(
      `create table if not exists ${table}_20260102 partition of ${table} for values from ('2026-01-02') to ('2026-01-03')`,
    );
  }
  const body = `{"id":"${id}","type":"order.created","timestamp":"2026-01-02T03:04:05.678Z","data":${payload}}`;
  await pool.query(
    'insert into event_keys (event_id, day, content_hash, organization_id) values ($1, $2, $3, $4)',
    [id, day, Buffer.alloc(32), organizationId],
  );
  await pool.query(
    `insert into events (day, id, organization_id, type, accepted_at, topic_partition, topic_offset, body)
     values ($1, $2, $3, 'order.created', '2026-01-02T03:04:05.678Z', 0, 0, $4)`,
    [day, id, organizationId, Buffer.from(body)],
  );
  const delivery = uuidV7();
  await pool.query(
    `insert into deliveries (day, id, event_id, endpoint_id, organization_id, state, reason)
     values ($1, $2, $3, $4, $5, 'dead', 'exhausted')`,
    [day, delivery, id, uuidV7(), organizationId],
  );
  await pool.query(
    `insert into attempts (day, delivery_id, number, started_at, duration_ms, outcome, status_code)
     values ($1, $2, 1, now(), 10000, 'timeout', null), ($1, $2, 2, now(), 12, 'status', 503)`,
    [day, delivery],
  );
}
