// What the sweeper ends for good: what waits for endpoints that are disabled, or out of reach for too long.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDeliveries, countStates, readDelivery } from '../support/deliveries.ts';
import { readOperationalEvents, setEndpoint, subscribe } from '../support/endpoint-health.ts';
import { decodeWakeUp, sweepFixture } from '../support/sweep.ts';
import { until } from '../support/until.ts';

const HOUR_MS = 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms);
const OVERDUE = { dueInMs: -70_000 };

test('what waits for a disabled endpoint is cancelled, and the endpoint is not woken', async (t) => {
  const s = await sweepFixture(t);
  const endpoint = await s.endpoint();
  await addDeliveries(s.pool, endpoint, 3, OVERDUE);
  await setEndpoint(s.pool, endpoint, { disabled_at: new Date(), disabled_reason: 'gone' });
  const report = await s.sweep();
  assert.deepEqual([report.cancelled, report.endpointsWoken], [3, 0]);
  assert.deepEqual(await countStates(s.pool, endpoint), { cancelled: 3 });
  const { cancelled, dead } = s.deps.deliveries;
  assert.deepEqual([cancelled.value, dead.value], [3, 0], 'as the metric has it');
});

test('an endpoint that is held is not woken until its hold is over', async (t) => {
  const s = await sweepFixture(t);
  const endpoint = await s.endpoint();
  await addDeliveries(s.pool, endpoint, 1, OVERDUE);
  await setEndpoint(s.pool, endpoint, { not_before: ago(-60_000) });
  assert.equal((await s.sweep()).endpointsWoken, 0);
  await setEndpoint(s.pool, endpoint, { not_before: ago(1000) });
  s.pass(HOUR_MS);
  assert.equal((await s.sweep()).endpointsWoken, 1);
});

test('what has been due for the schedule and a day more, at an endpoint that only fails, is given up and told', async (t) => {
  const s = await sweepFixture(t);
  const { organizationId } = s;
  const [old, own, resumed, well] = [
    await s.endpoint(),
    await s.endpoint(),
    await s.endpoint(),
    await s.endpoint(),
  ];
  const listener = await subscribe(s.pool, {
    ...{ organizationId, url: 'https://example.com/told' },
    types: ['delivery.*'],
  });
  const failing = { failing_since: ago(40 * HOUR_MS), updated_at: ago(40 * HOUR_MS) };
  await setEndpoint(s.pool, old, failing);
  // Its own schedule lasts longer.
  await setEndpoint(s.pool, own, { ...failing, retry_schedule: ['1h', '1h', '1h'] });
  await setEndpoint(s.pool, resumed, { ...failing, updated_at: ago(HOUR_MS) });
  await setEndpoint(s.pool, well, { updated_at: failing.updated_at });
  const due = { dueInMs: -25 * HOUR_MS };
  const [ended] = await addDeliveries(s.pool, old, 1, due);
  assert.ok(ended);
  await addDeliveries(s.pool, old, 1, { dueInMs: -23 * HOUR_MS });
  for (const endpoint of [own, resumed, well]) await addDeliveries(s.pool, endpoint, 1, due);

  const report = await s.sweep();
  assert.equal(report.givenUp, 1);
  const row = await readDelivery(s.pool, ended);
  assert.deepEqual([row.state, row.reason, row.version], ['dead', 'endpoint_unavailable', 2]);
  assert.deepEqual(await countStates(s.pool, old), { dead: 1, pending: 1 });
  const { dead, cancelled } = s.deps.deliveries;
  assert.deepEqual([dead.value, cancelled.value], [1, 0], 'as the metric has it');
  for (const endpoint of [own, resumed, well]) {
    assert.deepEqual(await countStates(s.pool, endpoint), { pending: 1 });
  }
  const events = await readOperationalEvents(s.pool, organizationId);
  assert.deepEqual(events, [
    {
      type: 'delivery.exhausted',
      data: {
        ...{ delivery_id: ended.id, event_id: ended.eventId, event_type: 'test.made', endpoint_id: old.id },
        ...{ attempts: 0, reason: 'endpoint_unavailable', outcome: null, status: null },
      },
      to: [listener.id],
    },
  ]);
  await until('whoever is told of it is woken', () =>
    s.woken.some((record) => decodeWakeUp(record).endpoint_id === listener.id),
  );

  // Its dead letter is published like one that a crash has left.
  await s.pool.query(`update deliveries set ended_at = now() - interval '2 minutes' where id = $1`, [
    ended.id,
  ]);
  assert.equal((await s.sweep()).deadLettersPublished, 1);
});
