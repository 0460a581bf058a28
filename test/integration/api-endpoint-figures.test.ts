// GET /api/endpoints/:id/health: how an endpoint has answered lately, and what it is at.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { measureEndpoint } from '@hopline/postgres/endpoints/measure-endpoint';
import { ensureDays } from '@hopline/postgres/ensure-days';
import type { Pool } from '@hopline/postgres/pool';
import { insertEndpoint } from '../support/tenants.ts';
import { until } from '../support/until.ts';
import { call, createTenant, startApi } from './api-fixture.ts';

interface Batch {
  readonly organizationId: string;
  readonly endpointId: string;
  readonly events: number;
  /** The newest was accepted so many minutes ago, each a millisecond later than the one before. */
  readonly minutesAgo: number;
  readonly state?: string;
  /** Of the one attempt; null: no answer came. */
  readonly status?: number | null;
  /** In milliseconds, as SQL of n, the number of the event. */
  readonly took?: string;
}

/** Stores events with a delivery each to the endpoint, attempted once unless it is pending. */
async function store(pool: Pool, { state = 'succeeded', status = 200, took = '10', ...given }: Batch) {
  await pool.query(
    `with stored as (
       insert into events (day, id, organization_id, type, accepted_at, topic_partition, topic_offset, body)
       select (at at time zone 'utc')::date, gen_random_uuid(), $1, 'order.created', at, 0, n, '{}'
         from (select n, now() - $3 * interval '1 minute' - n * interval '1 millisecond' as at
                 from generate_series(1, $4::int) n) given
       returning day, id, accepted_at, topic_offset as n),
     sent as (
       insert into deliveries (day, id, event_id, endpoint_id, organization_id, state, attempts, lease_until)
       select day, gen_random_uuid(), id, $2, $1, $5::delivery_state, 1,
              case when $5 = 'sending' then now() + interval '1 minute' end from stored
       returning day, id, event_id)
     insert into attempts (day, delivery_id, number, started_at, duration_ms, outcome, status_code)
     select sent.day, sent.id, 1, accepted_at, ${took}, case when $6::int between 200 and 299 then 'succeeded'
            when $6::int is null then 'timeout' else 'status' end, $6
       from sent join stored on stored.id = event_id where $5 not in ('pending', 'sending')`,
    [given.organizationId, given.endpointId, given.minutesAgo, given.events, state, status],
  );
}

async function prepare(t: TestContext) {
  const { url, database } = await startApi(t);
  const { pool } = database;
  const today = Date.now();
  await ensureDays(
    pool,
    [-2, -1, 0, 1].map((days) => new Date(today + days * 86_400_000).toISOString().slice(0, 10)),
  );
  const { organizationId, apiKey: key } = await createTenant(url);
  const { id: endpointId } = await insertEndpoint(pool, organizationId);
  const health = (id = endpointId, as = key) => call(`${url}/api/endpoints/${id}/health`, 'GET', { key: as });
  /** One that had the time to look at everything: the machine may be busy. */
  const wholeHealth = () =>
    until('all is looked at in time', async () => {
      const answer = await health();
      assert.equal(answer.status, 200, answer.text);
      return (answer.json.last_24_hours as Time).complete && answer;
    });
  return { url, pool, organizationId, endpointId, health, wholeHealth };
}

interface Time {
  readonly since: string;
  readonly complete: boolean;
}

test('it says how the attempts of the last hour and of the last day went, and what is left to do', async (t) => {
  const { url, pool, organizationId, endpointId, health, wholeHealth } = await prepare(t);
  const of = { organizationId, endpointId };
  const nothing = { complete: true, attempts: 0, succeeded: 0, success_rate: null, answer_ms: null };
  const first = await wholeHealth();
  const { at, last_hour, last_24_hours, ...rest } = first.json as {
    at: string;
    last_hour: Time;
    last_24_hours: Time;
  };
  assert.deepEqual(rest, {
    ...{ endpoint_id: endpointId, state: 'active', breaker: 'closed', failing_since: null, not_before: null },
    ...{ under_way: 0, waiting: 0, waiting_at_least: false },
  });
  assert.deepEqual({ ...last_hour, since: undefined }, { ...nothing, since: undefined });
  assert.equal(Date.parse(at) - Date.parse(last_hour.since), 3_600_000);
  assert.equal(Date.parse(at) - Date.parse(last_24_hours.since), 24 * 3_600_000);

  await store(pool, { ...of, events: 100, minutesAgo: 1, took: 'n' });
  await store(pool, { ...of, events: 10, minutesAgo: 2, state: 'dead', status: 503, took: '500' });
  await store(pool, { ...of, events: 5, minutesAgo: 3, state: 'dead', status: null, took: '15000' });
  await store(pool, { ...of, events: 85, minutesAgo: 90 });
  await store(pool, { ...of, events: 40, minutesAgo: 25 * 60, state: 'dead', status: 500 });
  await store(pool, { ...of, events: 3, minutesAgo: 4, state: 'pending' });
  await store(pool, { ...of, events: 2, minutesAgo: 5, state: 'sending' });
  // Of another endpoint.
  const { id: second } = await insertEndpoint(pool, organizationId);
  await store(pool, { ...of, endpointId: second, events: 50, minutesAgo: 2, state: 'dead', status: 500 });
  const then = (await wholeHealth()).json as {
    last_hour: Time;
    last_24_hours: Time;
    under_way: number;
    waiting: number;
  };
  // What nobody answered took no time to be answered: 100 took 1 to 100 ms, and 10 half a second.
  assert.deepEqual(
    { ...then.last_hour, since: undefined },
    {
      ...{ since: undefined, complete: true, attempts: 115, succeeded: 100, success_rate: 0.8696 },
      answer_ms: { p50: 55, p95: 500 },
    },
  );
  assert.deepEqual(
    { ...then.last_24_hours, since: undefined },
    {
      ...{ since: undefined, complete: true, attempts: 200, succeeded: 185, success_rate: 0.925 },
      answer_ms: { p50: 13, p95: 500 },
    },
  );
  assert.deepEqual([then.under_way, then.waiting], [2, 3]);

  const held = "update endpoints set breaker = 'open', not_before = now() + interval '1 hour' where id = $1";
  await pool.query(held, [endpointId]);
  const open = (await health()).json;
  assert.equal(open.breaker, 'open');
  assert.ok(Date.parse(String(open.not_before)) > Date.parse(String(open.at)));

  const other = await createTenant(url);
  const foreign = await health(endpointId, other.apiKey);
  assert.deepEqual([foreign.status, foreign.json.code], [404, 'HPL_ENDPOINT_NOT_FOUND']);
});

test('where there is more than can be looked at, it speaks of the newest part, and says since when', async (t) => {
  const { pool, organizationId, endpointId } = await prepare(t);
  const of = { organizationId, endpointId };
  await store(pool, { ...of, events: 3000, minutesAgo: 10 });
  await store(pool, { ...of, events: 1000, minutesAgo: 120 });
  const now = Date.now() * 1000;
  const measure = (budget: { ms: number; events: number }) => measureEndpoint(pool, of, now, budget);
  const all = await measure({ ms: 60_000, events: 1_000_000 });
  assert.deepEqual([all.lastHour.tally.attempts, all.lastDay.tally.attempts], [3000, 4000]);
  assert.deepEqual([all.lastHour.complete, all.lastDay.complete], [true, true]);
  for (const budget of [
    { ms: 0, events: 1_000_000 },
    { ms: 60_000, events: 700 },
  ]) {
    const some = await measure(budget);
    assert.deepEqual([some.lastHour.complete, some.lastDay.complete], [false, false]);
    assert.ok(some.lastHour.tally.attempts >= 500 && some.lastHour.tally.attempts < 3000);
    // The oldest that was looked at: as many milliseconds before the newest.
    const { rows } = await pool.query(
      'select count(*)::int as n from events where accepted_at >= to_timestamp($1)',
      [some.lastHour.sinceMicros / 1_000_000],
    );
    assert.ok(Math.abs(rows[0].n - some.lastHour.tally.attempts) <= 1);
  }
});
