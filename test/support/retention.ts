// Days of events as persist and deliver leave them, and the retention that drops them, on a database of its own.
import { createRetain, type Retain } from '@hopline/persist/retention/retain';
import { ensureDays } from '@hopline/postgres/ensure-days';
import type { Pool } from '@hopline/postgres/pool';
import { eventDay } from '@hopline/wire/event';
import type { Cleanup } from './cleanup.ts';
import { createDatabase } from './database.ts';
import { addEndpoint, addOrganization, type LogLine, type TestEndpoint } from './deliveries.ts';
import { persistMetrics } from './persist-metrics.ts';

export const DAY_MS = 86_400_000;
export const RETENTION_MS = 30 * DAY_MS;

export const daysAgo = (days: number) => eventDay(Date.now() - days * DAY_MS);
/** Over the retention of 30 days. */
export const OLD = daysAgo(33);
export const YOUNG = daysAgo(28);

export interface RetentionFixture {
  readonly pool: Pool;
  readonly url: string;
  readonly endpoint: TestEndpoint;
  /** The deliveries that retention says it has cancelled. */
  readonly cancelled: { readonly value: number };
  /** What retention has logged. */
  readonly lines: LogLine[];
  /** Stores a day's events with their keys and one delivery each; gives the ids of the events. */
  store(day: string, states: readonly string[]): Promise<string[]>;
  /** A process's retention; with `crashAt` it crashes at this failpoint, once. */
  retain(given?: { crashAt?: string; retentionMs?: number }): Retain;
  /** Does one round. */
  round(given?: { crashAt?: string; retentionMs?: number }): Promise<boolean>;
  /** The tables of this day that are there. */
  tablesOf(day: string): Promise<string[]>;
  keysOf(day: string): Promise<number>;
  /** Makes all days that were dropped so far dropped so long ago. */
  droppedAgo(interval: string): Promise<void>;
}

export async function retentionFixture(t: Cleanup): Promise<RetentionFixture> {
  const { pool, url } = await createDatabase(t);
  const organizationId = await addOrganization(pool);
  const endpoint = await addEndpoint(pool, { organizationId, url: 'https://example.com/hook' });
  const lines: LogLine[] = [];
  const { daysDropped, deliveries } = persistMetrics();
  const { cancelled } = deliveries;
  const write = (fields: object, message: string) =>
    lines.push({ message, fields: fields as LogLine['fields'] });

  const retain: RetentionFixture['retain'] = ({ crashAt, retentionMs = RETENTION_MS } = {}) => {
    const failpoint = (name: string) => {
      if (name === crashAt) throw new Error(`crashed at ${name}`);
    };
    const log = { info: write, warn: write } as unknown as Parameters<typeof createRetain>[0]['log'];
    return createRetain({ pool, retentionMs, failpoint, log, daysDropped, cancelled });
  };
  return {
    pool,
    url,
    endpoint,
    cancelled,
    lines,
    store: (day, states) => storeDay(pool, endpoint, day, states),
    retain,
    round: (given) => retain(given)(new AbortController().signal),
    async tablesOf(day) {
      const { rows } = await pool.query<{ name: string }>(
        'select relname::text as name from pg_class where relname = any($1) order by 1',
        [['attempts', 'deliveries', 'events'].map((table) => `${table}_${day.replaceAll('-', '')}`)],
      );
      return rows.map(({ name }) => name.replace(/_.*/, ''));
    },
    async keysOf(day) {
      const { rows } = await pool.query('select count(*)::int as n from event_keys where day = $1', [day]);
      return rows[0]?.n;
    },
    async droppedAgo(interval) {
      await pool.query('update expired_days set dropped_at = now() - $1::interval', [interval]);
    },
  };
}

const STORE = `
  with given as (
    select gen_random_uuid() as event_id, gen_random_uuid() as id, state::delivery_state, n
      from unnest($2::text[]) with ordinality as states (state, n)
  ), keys as (
    insert into event_keys (event_id, day, content_hash, organization_id)
    select event_id, $1, '', $4 from given
  ), stored as (
    insert into events (day, id, organization_id, type, accepted_at, topic_partition, topic_offset, body)
    select $1, event_id, $4, 'test.made', $1::date + interval '1 hour', 0, n, '' from given
  ), delivered as (
    insert into deliveries (day, id, event_id, endpoint_id, organization_id, state, next_attempt_at, lease_until)
    select $1, id, event_id, $3, $4, state, $1::date + n * interval '1 millisecond',
           case when state = 'sending' then now() + interval '1 minute' end
      from given
  ), attempted as (
    insert into attempts (day, delivery_id, number, started_at, duration_ms, outcome)
    select $1, id, 1, $1::date, 1, 'succeeded' from given where state = 'succeeded'
  )
  select event_id from given order by n`;

async function storeDay(
  pool: Pool,
  endpoint: TestEndpoint,
  day: string,
  states: readonly string[],
): Promise<string[]> {
  await ensureDays(pool, [day]);
  const { rows } = await pool.query(STORE, [day, states, endpoint.id, endpoint.organizationId]);
  return rows.map((row) => row.event_id);
}

/** So many times the same state. */
export function times(count: number, state: string): string[] {
  return Array.from({ length: count }, () => state);
}
