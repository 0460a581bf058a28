// The sweeper with much to do, or much to pass by. `npm run bench -- sweep` has the same with the full numbers.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { inReverse } from '../support/cleanup.ts';
import { addDeliveries, DAY, startDeliver } from '../support/deliveries.ts';
import { startReceiver } from '../support/receiver.ts';
import { type SweepFixture, sweepFixture } from '../support/sweep.ts';
import { until } from '../support/until.ts';

const ENDPOINTS = 200;
const EACH = 25;
/** With the one that the owner finds by itself. */
const ALL = ENDPOINTS * EACH + 1;

test('one round wakes every endpoint that lost its wake-ups, once, and their owner does the rest', async (context) => {
  const t = inReverse(context);
  const s = await sweepFixture(t);
  const receiver = await startReceiver(t);
  // An owner looks for what is due when it takes over, and here only a wake-up counts: once this one is delivered, it has.
  await addDeliveries(s.pool, await s.endpoint({ url: `${receiver.url}/before` }), 1);
  await startDeliver(t, s.database, s.kafka);
  await until('the owner has looked', () => receiver.received.length === 1);
  const numbers = Array.from({ length: ENDPOINTS }, (_, i) => i).values();
  // A few at a time: who waits for a connection of the pool for long is refused one.
  const addSome = async () => {
    for (const i of numbers) {
      const endpoint = await s.endpoint({ url: `${receiver.url}/${i}` });
      await addDeliveries(s.pool, endpoint, EACH, { dueInMs: -120_000 });
    }
  };
  await Promise.all([addSome(), addSome(), addSome(), addSome()]);

  assert.equal((await s.sweep()).endpointsWoken, ENDPOINTS);
  await until(
    'every delivery has succeeded',
    async () => {
      const { rows } = await s.pool.query(
        `select count(*)::int as n from deliveries where state = 'succeeded' and attempts = 1`,
      );
      return rows[0].n === ALL;
    },
    120_000,
  );
  assert.equal(receiver.received.length, ALL);
  assert.equal(new Set(receiver.received.map(({ webhookId }) => webhookId)).size, ALL);
  await until('the wake-ups', () => s.woken.length >= ENDPOINTS);
  assert.equal(s.woken.length, ENDPOINTS);
});

const BACKLOG = 200_000;
const ROUNDS = 15;
/** What a busy machine adds to a few milliseconds. */
const NOISE_MS = 30;

test(`the repair of an orphan takes about as long with ${BACKLOG} pending deliveries of a paused endpoint`, async (t) => {
  const [without, withBacklog] = [await sweepFixture(t), await sweepFixture(t)];
  const paused = await withBacklog.endpoint({ paused: true });
  await withBacklog.pool.query(
    `insert into deliveries (day, id, event_id, endpoint_id, organization_id, next_attempt_at)
     select $1, gen_random_uuid(), gen_random_uuid(), $2, $3, now() - interval '1 hour' from generate_series(1, $4)`,
    [DAY, paused.id, withBacklog.organizationId, BACKLOG],
  );
  await withBacklog.pool.query('analyze deliveries');
  const [alone, behind]: [number[], number[]] = [[], []];
  // In turn: what goes on beside this test hits both.
  for (let i = 0; i < ROUNDS; i += 1) {
    alone.push(await repairTime(without));
    behind.push(await repairTime(withBacklog));
  }
  report(t, { alone, behind });
  assert.ok(
    median(behind) <= 3 * median(alone) + NOISE_MS,
    `${median(behind)} ms, and ${median(alone)} without`,
  );
});

/** How long a round takes that finds one new orphan, in milliseconds. */
async function repairTime(s: SweepFixture): Promise<number> {
  await addDeliveries(s.pool, await s.endpoint(), 1, { dueInMs: -120_000 });
  const started = performance.now();
  assert.equal((await s.sweep()).endpointsWoken, 1);
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function report(t: TestContext, times: Record<string, number[]>): void {
  for (const [name, values] of Object.entries(times))
    t.diagnostic(`${name}: ${median(values).toFixed(1)} ms`);
}
